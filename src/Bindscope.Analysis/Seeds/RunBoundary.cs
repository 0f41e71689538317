using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Seeds;

/// <summary>One boundary of one run.</summary>
/// <param name="Boundary">Which.</param>
/// <param name="Step">The step; null where the run does not have it.</param>
/// <param name="Interval">The steps in which it lies, where it comes from a fit.</param>
public sealed record RunBoundary(Boundary Boundary, long? Step, StepInterval? Interval);
