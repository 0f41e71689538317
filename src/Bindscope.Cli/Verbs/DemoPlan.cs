using System.Collections.Immutable;
using Bindscope.Runs;
using Bindscope.Web.Trainings;

namespace Bindscope.Cli.Verbs;

/// <summary>What a demo trains, and the commands for it.</summary>
/// <param name="Directory">The run's folder.</param>
/// <param name="Training">The command that trains; null where that is done.</param>
internal sealed record DemoPlan(string Directory, DeskStep? Training)
{
    /// <summary>Whether the training was finished before.</summary>
    public bool IsFinished => Training is null;

    /// <summary>The run's name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Directory)));

    /// <summary>The folder of runs that it is in.</summary>
    public string Runs => Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Directory)) is { Length: > 0 } parent ? parent : ".";

    /// <summary>Training, phases, every analysis: each does only what is not there yet, and clears up what a killed one left.</summary>
    public ImmutableArray<DeskStep> Steps => [Training ?? DeskStep.Resume(Directory), DeskStep.Phases(Directory), DeskStep.Analyses(Directory)];

    /// <summary>A plan for a run that is there: finished ones are shown, others go on as their spec says.</summary>
    public static DemoPlan GoOn(Run run) => new(run.Directory, run.IsFinished ? null : DeskStep.Resume(run.Directory));

    /// <summary>A plan for a new run.</summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="preset">The known preset.</param>
    /// <param name="seed">The training's seed.</param>
    /// <param name="changes">The options that change it.</param>
    public static DemoPlan Begin(string directory, string preset, ulong seed, IEnumerable<string> changes) =>
        new(directory, DeskStep.Train(directory, preset, seed, changes));
}

/// <summary>How a demo is shown.</summary>
/// <param name="AreServed">Whether there is a server.</param>
/// <param name="OpensBrowser">Whether the browser is opened.</param>
/// <param name="Port">The port; null to choose one.</param>
internal sealed record DemoPages(bool AreServed, bool OpensBrowser, int? Port);
