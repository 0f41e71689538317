using System.Collections.Immutable;

namespace Bindscope.Web.Trainings;

/// <summary>Where trainings and analyses are begun while a site is served: one at a time, each command a process of its own.</summary>
/// <param name="program">Bindscope's program, and what comes before its own arguments.</param>
/// <param name="directory">The folder of runs in which new ones are made; need not exist.</param>
/// <param name="time">The clock for patience at the end.</param>
public sealed class TrainingDesk(ImmutableArray<string> program, string directory, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Set for a command that has to end when its standard input does.</summary>
    public const string InputVariable = "BINDSCOPE_ENDS_WITH_INPUT";

    /// <summary>A training comes to a whole step within milliseconds, an analysis to the end of a batch within seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private DeskJob? job;

    /// <summary>The folder of runs in which new ones are made.</summary>
    public string Directory { get; } = directory;

    /// <summary>How the job stands, or the last one stood; null where there was none.</summary>
    internal DeskJobState? State => job?.State;

    /// <summary>The run that is worked on; null where none is.</summary>
    public string? Busy => State is { State: DeskState.Running or DeskState.Stopping } working ? working.Run : null;

    /// <summary>Runs commands that say what they have to say on this process's own outputs.</summary>
    /// <param name="run">The run's name.</param>
    /// <param name="steps">One or more.</param>
    /// <returns>How it ended; null where another job is at work.</returns>
    public async Task<DeskState?> Run(string run, ImmutableArray<DeskStep> steps) =>
        Begin(run, steps, listens: false) is { } begun ? await begun.Ended : null;

    /// <summary>Begins commands whose outputs are kept.</summary>
    /// <returns>Whether it did: false where another job is at work.</returns>
    internal bool TryBegin(string run, params ImmutableArray<DeskStep> steps) => Begin(run, steps, listens: true) is not null;

    /// <summary>Asks the job to stop; nothing happens where there is none.</summary>
    public void Stop() => job?.Stop();

    /// <summary>Stops the job, and waits until its process is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (job is not { } last)
        {
            return;
        }

        last.Stop();
        try
        {
            await last.Ended.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            last.Kill();
            await last.Ended;
        }
    }

    private DeskJob? Begin(string run, ImmutableArray<DeskStep> steps, bool listens)
    {
        lock (gate)
        {
            return Busy is null ? job = new DeskJob(program, run, steps, listens) : null;
        }
    }
}
