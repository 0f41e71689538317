using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

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

/// <summary>What a model does during a phase, as its evaluations show it.</summary>
public enum PhaseKind
{
    /// <summary>Accuracy near one divided by the number of digits: the model predicts some digit.</summary>
    Chance,

    /// <summary>Well under solved, and where it is wrong it says the first two constants as often as guesses among the program's constants.</summary>
    Guessing,

    /// <summary>Well under solved, and where it is wrong it says the first two constants more often than guesses would.</summary>
    Heuristic,

    /// <summary>Accuracy at or above the threshold for solved.</summary>
    Solved,

    /// <summary>A steady level that is none of the others.</summary>
    Other,
}

/// <summary>What the model's predictions equal during a phase, whether right or wrong; means over its evaluations, each 0 to 1.</summary>
/// <remarks>
/// A solved run agrees with the first constants too, as often as they are the answer, and a guesser among few constants says them often:
/// the shares over all predictions are no evidence for a heuristic. <paramref name="Wrong"/> is.
/// </remarks>
/// <param name="FirstTwoConstants">Share of predictions equal to one of the program's first two constants.</param>
/// <param name="Line1Constant">Share equal to the constant on line 1.</param>
/// <param name="Line2Constant">Share equal to the constant on line 2, among programs that have one there; null when none has.</param>
/// <param name="AnyConstant">Share equal to any constant of the program.</param>
/// <param name="MostFrequentDigit">Largest share that one digit has of all predictions: near 1 divided by the digits when balanced.</param>
/// <param name="NonDigit">Share of predictions that are no digit.</param>
/// <param name="Wrong">The same of the wrong predictions, beside guesses; null where the run's metrics lack it, or nothing is wrong.</param>
public sealed record HeuristicAgreement(
    double FirstTwoConstants,
    double Line1Constant,
    double? Line2Constant,
    double AnyConstant,
    double MostFrequentDigit,
    double NonDigit,
    WrongAgreement? Wrong);

/// <summary>Finds what lies between phases, and before the first or after the last where the run starts or ends in a transition.</summary>
internal static class PhaseTransitions
{
    public static ImmutableArray<PhaseTransition> Between(IReadOnlyList<Stretch> stretches, IReadOnlyList<Evaluation> evaluations)
    {
        if (stretches.Count == 0)
        {
            return [Transition(evaluations, null, null)];
        }

        var transitions = ImmutableArray.CreateBuilder<PhaseTransition>();
        if (stretches[0].First > 0)
        {
            transitions.Add(Transition(evaluations, null, stretches[0]));
        }

        for (var i = 1; i < stretches.Count; i++)
        {
            transitions.Add(Transition(evaluations, stretches[i - 1], stretches[i]));
        }

        if (stretches[^1].Last < evaluations.Count - 1)
        {
            transitions.Add(Transition(evaluations, stretches[^1], null));
        }

        return transitions.ToImmutable();
    }

    private static PhaseTransition Transition(IReadOnlyList<Evaluation> evaluations, Stretch? before, Stretch? after)
    {
        var from = before?.Last ?? 0;
        var to = after?.First ?? evaluations.Count - 1;
        var outside = (before is null ? 1 : 0) + (after is null ? 1 : 0);
        return new PhaseTransition(
            before?.Kind,
            after?.Kind,
            evaluations[from].Step,
            evaluations[to].Step,
            to - from - 1 + outside,
            evaluations[to].Accuracy - evaluations[from].Accuracy);
    }
}
