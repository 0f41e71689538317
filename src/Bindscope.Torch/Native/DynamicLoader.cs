using System.Runtime.InteropServices;

namespace Bindscope.Torch.Native;

/// <summary>The system's loader of shared libraries, with its own words for what went wrong.</summary>
internal static partial class DynamicLoader
{
    private const int Now = 2;

    /// <summary>Loads a library and everything that it needs, and resolves every function in it at once.</summary>
    /// <param name="library">A path, or a name that the loader finds itself.</param>
    /// <param name="handle">The library; it is never unloaded.</param>
    /// <param name="error">What the loader says; empty when it worked.</param>
    /// <remarks>Resolving at once matters: a function that is missing would otherwise end the process at its first call.</remarks>
    public static bool TryOpen(string library, out nint handle, out string error)
    {
        // The first call of a function looks it up, and that clears the error: so look it up before there is one.
        _ = Error();
        handle = Open(library, Now);
        error = handle != 0 ? "" : Marshal.PtrToStringUTF8(Error()) ?? "the loader gives no reason";
        return handle != 0;
    }

    /// <summary>The files that are mapped into this process under a file name, each once.</summary>
    public static IReadOnlyList<string> Loaded(string fileName)
    {
        const string map = "/proc/self/maps";
        return !File.Exists(map)
            ? []
            : [.. File.ReadLines(map).Select(line => line[(line.IndexOf('/') is >= 0 and var at ? at : line.Length)..])
                .Where(path => Path.GetFileName(path) == fileName).Distinct()];
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string library, int flags);

    [LibraryImport("libc", EntryPoint = "dlerror")]
    private static partial nint Error();
}
