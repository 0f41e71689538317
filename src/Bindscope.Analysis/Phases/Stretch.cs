namespace Bindscope.Analysis.Phases;

/// <summary>Evaluations that belong to one phase, by index, and where it starts and ends.</summary>
internal sealed record Stretch(PhaseKind Kind, int First, int Last, StepInterval? Start, StepInterval? End);
