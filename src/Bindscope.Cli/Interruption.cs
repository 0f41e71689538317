using System.Runtime.InteropServices;
using Bindscope.Web.Trainings;

namespace Bindscope.Cli;

/// <summary>
/// Ctrl-C, a request to terminate, the warnings of schedulers and a terminal that is closed as a cancellation: the first one asks, the second one
/// kills. Under nohup the runtime leaves the terminal's signal ignored.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>SIGXFSZ, which Linux sends where a file would exceed the limit that <c>ulimit -f</c> sets.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    /// <summary>SIGXCPU, sent every second once the limit that <c>ulimit -t</c> sets is used up.</summary>
    private const PosixSignal TimeIsUp = (PosixSignal)24;

    /// <summary>SIGUSR1 and SIGUSR2, which schedulers of clusters send some time before the end.</summary>
    private static readonly PosixSignal[] Warnings =
        OperatingSystem.IsMacOS() ? [(PosixSignal)30, (PosixSignal)31] : [(PosixSignal)10, (PosixSignal)12];

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly TextWriter error;
    private bool isSignalled;

    /// <summary>Listens from now on.</summary>
    /// <param name="error">Where the first interruption is acknowledged.</param>
    public Interruption(TextWriter error)
    {
        this.error = error;
        List<PosixSignalRegistration> all =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Interrupt),
        ];
        if (!OperatingSystem.IsWindows())
        {
            all.AddRange(Warnings.Append(TimeIsUp).Select(signal => PosixSignalRegistration.Create(signal, Interrupt)));
        }

        if (OperatingSystem.IsLinux())
        {
            // The write then fails with an error that says so, as on a full disk, instead of ending the process.
            all.Add(PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true));
        }

        registrations = [.. all];
    }

    /// <summary>
    /// Listens for this process. One that was started by a server or a demo also ends with its standard input, which its parent holds open;
    /// the parent speaks for both, then.
    /// </summary>
    public static Interruption OfTheProcess()
    {
        bool hasParent = Environment.GetEnvironmentVariable(TrainingDesk.InputVariable) is { Length: > 0 };
        var interruption = new Interruption(hasParent ? TextWriter.Null : StandardError.OfTheProcess());
        if (hasParent)
        {
            // What this process starts itself has another input.
            Environment.SetEnvironmentVariable(TrainingDesk.InputVariable, null);
            new Thread(interruption.FollowInput) { IsBackground = true, Name = "parent" }.Start();
        }

        return interruption;
    }

    /// <summary>Set by the first interruption.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        Array.ForEach(registrations, r => r.Dispose());
        source.Dispose();
    }

    private void FollowInput()
    {
        using Stream input = Console.OpenStandardInput();
        Span<byte> nothing = stackalloc byte[16];
        while (input.Read(nothing) > 0)
        {
            // Nothing is ever written there.
        }

        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command has just ended.
        }
    }

    private void Interrupt(PosixSignalContext context)
    {
        // Left uncancelled, the signal takes its usual course and ends the process. Only signals count: after Ctrl-C at a terminal a parent may
        // be quicker to end the input than the signal is to arrive.
        if (!Interlocked.Exchange(ref isSignalled, true))
        {
            context.Cancel = true;
            error.WriteLine("stopping; once more to stop at once");
            source.Cancel();
        }
        else if (context.Signal == TimeIsUp)
        {
            // It comes again before a checkpoint is written.
            context.Cancel = true;
        }
    }
}
