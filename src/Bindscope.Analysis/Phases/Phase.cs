using System.Collections.Immutable;

namespace Bindscope.Analysis.Phases;

/// <summary>One phase of a run: a stretch of evaluations at a steady level.</summary>
/// <param name="Kind">What the model does in it.</param>
/// <param name="FirstStep">Step of its first evaluation.</param>
/// <param name="LastStep">Step of its last evaluation.</param>
/// <param name="Start">Where the level was reached; null for a phase that the run starts with.</param>
/// <param name="End">Where the level was left; null for a phase that the run ends with.</param>
/// <param name="Evaluations">Evaluations in it, 1 or more.</param>
/// <param name="Accuracy">Mean accuracy over its evaluations.</param>
/// <param name="FinalAccuracy">Accuracy at its last evaluation.</param>
/// <param name="ByAnswerLine">Mean accuracy by answer line: line 1, line 2, later lines (those that occur).</param>
/// <param name="ByHops">Mean accuracy by referential depth.</param>
/// <param name="Agreement">What its predictions equal.</param>
public sealed record Phase(
    PhaseKind Kind,
    long FirstStep,
    long LastStep,
    StepInterval? Start,
    StepInterval? End,
    int Evaluations,
    Proportion Accuracy,
    double FinalAccuracy,
    ImmutableArray<GroupAccuracy> ByAnswerLine,
    ImmutableArray<GroupAccuracy> ByHops,
    HeuristicAgreement Agreement);
