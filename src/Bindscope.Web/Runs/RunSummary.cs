using System.Collections.Immutable;
using System.Text.Json;
using Bindscope.Analysis.Phases;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;
using Bindscope.Web.Analyses;

namespace Bindscope.Web.Runs;

/// <summary>A run in a few numbers.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Preset">The known preset that it began as.</param>
/// <param name="Seed">The training's seed.</param>
/// <param name="Steps">Steps that it is to train.</param>
/// <param name="LastStep">Step of its last evaluation; 0 where there is none.</param>
/// <param name="State">Whether it is trained now.</param>
/// <param name="Parameters">Numbers of the model.</param>
/// <param name="Lines">Lines of the task's programs.</param>
/// <param name="MaximumHops">Longest chain of the task's programs.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Heads">Heads of each layer.</param>
/// <param name="Width">Width of the residual stream.</param>
/// <param name="Accuracy">Accuracy at the last evaluation; null where there is none.</param>
/// <param name="Phase">The phase that the run is in at its end, as the phases analysis names it; null without one.</param>
/// <param name="Assistance">What helped the training beyond the paper's objective, in words.</param>
/// <param name="Checkpoints">How many there are.</param>
/// <param name="Analyses">How many there are.</param>
/// <param name="Reference">Whether it comes with the project.</param>
internal sealed record RunSummary(
    string Name,
    string Preset,
    ulong Seed,
    int Steps,
    long LastStep,
    RunState State,
    long Parameters,
    int Lines,
    int MaximumHops,
    int Layers,
    int Heads,
    int Width,
    Proportion? Accuracy,
    string? Phase,
    ImmutableArray<string> Assistance,
    int Checkpoints,
    int Analyses,
    bool Reference);

/// <summary>A run that the site shows.</summary>
internal sealed record RunEntry(string Name, Run Run, bool IsReference)
{
    /// <summary>What a command calls it: those of the project are not below <c>runs/</c>, and a folder of results stands for its run.</summary>
    internal string CommandName => Run.Results != Run.Directory ? Run.Results : IsReference ? $"reference/{Name}" : Name;

    /// <summary>The folder of its analyses.</summary>
    internal string Analyses => Run.Analyses;

    /// <summary>The steps of its checkpoints, ascending; those behind a symbolic link are not there.</summary>
    internal IReadOnlyList<int> Steps() =>
        [.. Run.Checkpoints.Steps().Where(step => OwnFiles.Is(Run, Path.Combine(Run.Checkpoints.Folder(step), "weights.safetensors")))];
}

/// <summary>What <c>run.json</c> says of a run.</summary>
/// <param name="Summary">In a few numbers.</param>
/// <param name="Spec">Its spec.json.</param>
/// <param name="Environment">Its environment.json; null where there is none.</param>
/// <param name="Checkpoints">By step.</param>
/// <param name="Phases">The result of the phases analysis; null where it was not made.</param>
/// <param name="Analyses">By name.</param>
/// <param name="Report">Whether there is a report, at <c>data/report/NAME/index.html</c>.</param>
internal sealed record RunPage(
    RunSummary Summary,
    [property: Holds(typeof(RunSpec))] JsonElement Spec,
    [property: Holds(typeof(RunEnvironments))] JsonElement? Environment,
    ImmutableArray<CheckpointEntry> Checkpoints,
    [property: Holds(typeof(PhasesResult))] JsonElement? Phases,
    ImmutableArray<AnalysisEntry> Analyses,
    bool Report);

/// <summary>A checkpoint of a run.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Accuracy">Accuracy of the evaluation at that step; null where there was none.</param>
/// <param name="Checksums">Whether its files are tied to each other by checksums, so that exchanged or edited ones are noticed.</param>
internal sealed record CheckpointEntry(int Step, double? Accuracy, bool Checksums);

/// <summary>The runs that there are at a moment, and what stands in the way of others.</summary>
internal sealed record RunListing(IReadOnlyList<RunEntry> Runs, IReadOnlyList<string> Problems);

/// <summary>Whether a run is trained.</summary>
internal enum RunState
{
    /// <summary>Now, by some process.</summary>
    Training,

    /// <summary>Not now, and not yet to its end.</summary>
    Stopped,

    /// <summary>To its end.</summary>
    Finished,
}
