using System.Collections.Immutable;

namespace Bindscope.Analysis.Phases;

/// <summary>A run's phases: plain data, as <c>analyses/phases/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Phases">The phases in order of time; empty when there is no steady level.</param>
/// <param name="Transitions">What lies between them, in order of time.</param>
/// <param name="Findings">What the run shows and what it does not, one plain sentence each.</param>
/// <param name="Milestones">When accuracy reached .9, .99 and .999.</param>
/// <param name="Fit">The curve and the broken line that the boundaries come from.</param>
public sealed record PhasesResult(
    int Format,
    ImmutableArray<Phase> Phases,
    ImmutableArray<PhaseTransition> Transitions,
    ImmutableArray<string> Findings,
    ImmutableArray<Milestone> Milestones,
    TrajectoryFit Fit)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 2;
}
