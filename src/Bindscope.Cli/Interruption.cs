using System.Runtime.InteropServices;

namespace Bindscope.Cli;

/// <summary>Ctrl-C and a request to terminate as a cancellation: the first one asks, the second one kills.</summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>SIGXFSZ, which Linux sends where a file would exceed the limit that <c>ulimit -f</c> sets.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly TextWriter error;

    /// <summary>Listens from now on.</summary>
    /// <param name="error">Where the first interruption is acknowledged.</param>
    public Interruption(TextWriter error)
    {
        this.error = error;
        List<PosixSignalRegistration> all =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt),
        ];
        if (OperatingSystem.IsLinux())
        {
            // The write then fails with an error that says so, as on a full disk, instead of ending the process.
            all.Add(PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true));
        }

        registrations = [.. all];
    }

    /// <summary>Set by the first interruption.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        Array.ForEach(registrations, r => r.Dispose());
        source.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        // Left uncancelled, the signal takes its usual course and ends the process.
        if (!source.IsCancellationRequested)
        {
            context.Cancel = true;
            error.WriteLine("stopping; once more to stop at once");
            source.Cancel();
        }
    }
}
