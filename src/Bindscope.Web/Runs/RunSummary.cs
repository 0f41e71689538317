using System.Collections.Immutable;
using Bindscope.Analysis.Phases;

namespace Bindscope.Web.Runs;

/// <summary>A run in a few numbers.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Preset">The known preset that it began as.</param>
/// <param name="Seed">The training's seed.</param>
/// <param name="Steps">Steps that it is to train.</param>
/// <param name="LastStep">Step of its last evaluation; 0 where there is none.</param>
/// <param name="State"><c>training</c>, <c>stopped</c> or <c>finished</c>.</param>
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
    string State,
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
