using System.Runtime.InteropServices;

namespace Bindscope.Cli;

/// <summary>
/// Standard input, output and error that the caller closed (<c>&lt;&amp;-</c>). Their numbers are free then, and the runtime may have given them to a
/// file of its own before the first line here ran: to read or write there would hang, or end the process.
/// </summary>
internal static partial class StandardStreams
{
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;
    private const int ReadAndWrite = 2;

    private static readonly bool[] Closed = new bool[3];

    /// <summary>Finds out which are closed, and puts the null device where nothing has the number yet. To be called first of all.</summary>
    public static void Look()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        for (int stream = 0; stream < Closed.Length; stream++)
        {
            int flags = Control(stream, GetFlags);

            // A file that this process was started with never has the flag: it would have been closed at the start.
            Closed[stream] = flags < 0 || (flags & CloseOnExec) != 0;
            if (flags < 0)
            {
                _ = Open("/dev/null", ReadAndWrite);
            }
        }
    }

    /// <summary>Whether standard input is closed.</summary>
    public static bool IsInputClosed => Closed[0];

    /// <summary>Whether standard output is closed.</summary>
    public static bool IsOutputClosed => Closed[1];

    /// <summary>Whether standard error is closed.</summary>
    public static bool IsErrorClosed => Closed[2];

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int file, int command);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
