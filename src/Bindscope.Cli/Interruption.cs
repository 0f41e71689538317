using System.Runtime.InteropServices;

namespace Bindscope.Cli;

/// <summary>Ctrl-C and a request to terminate as a cancellation: the first one asks, the second one kills.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly TextWriter error;

    /// <summary>Listens from now on.</summary>
    /// <param name="error">Where the first interruption is acknowledged.</param>
    public Interruption(TextWriter error)
    {
        this.error = error;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt),
        ];
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
