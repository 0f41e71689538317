using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>Says in plain sentences what a run shows, and first of all what it does not.</summary>
internal static class PhaseFindings
{
    public static ImmutableArray<string> Of(
        ImmutableArray<Phase> phases, ImmutableArray<PhaseTransition> transitions, RunMetrics metrics, PhasesSpec spec)
    {
        var findings = ImmutableArray.CreateBuilder<string>();
        var last = metrics.Evaluations[^1];
        findings.Add(Overall(phases, last));
        if (!phases.Any(phase => phase.Kind == PhaseKind.Chance))
        {
            var first = metrics.Evaluations[0].Step;
            findings.Add(first > 0
                ? Text($"No chance phase: the first evaluation, at step {first}, came after it.")
                : "No chance phase: the first level that lasts lies above chance.");
        }

        foreach (var phase in phases.Where(phase => phase.Kind == PhaseKind.Guessing))
        {
            findings.Add(
                Text($"Steps {phase.FirstStep} to {phase.LastStep} stand at {phase.Accuracy.Value:P1}: guesses among the program's constants. ")
                + WhereWrong(phase.Agreement.Wrong!));
        }

        foreach (var phase in phases.Where(phase => phase.Kind == PhaseKind.Other))
        {
            findings.Add(
                Text($"Steps {phase.FirstStep} to {phase.LastStep} stand at {phase.Accuracy.Value:P1}: ")
                + $"neither chance, nor heuristic, nor solved ({Why(phase, spec)}).");
        }

        if (transitions.Any(transition => transition.To is null))
        {
            findings.Add(Text($"The run ended in a transition: its last evaluation, {last.Accuracy:P1} at step {last.Step}, is no level."));
        }

        foreach (var fall in transitions.Where(transition => transition.Rise <= -PhasesSpec.MinimumRise))
        {
            var fell = -100 * fall.Rise;
            findings.Add(Text($"Accuracy fell by {fell:0.0} points between steps {fall.LastStepBefore} and {fall.FirstStepAfter}."));
        }

        if (metrics.TornLine is { } torn)
        {
            findings.Add(Text($"Line {torn} of the metrics was cut short when the run was stopped, and is left out."));
        }

        return findings.ToImmutable();
    }

    /// <summary>A curve that goes up and down by more than what counts as a rise has averages, but no levels.</summary>
    public static IEnumerable<string> OfTheFit(Trajectory curve, BrokenLine line, PhasesSpec spec)
    {
        var wandering = Math.Sqrt(line.Values(curve).Zip(curve.Y, (fitted, measured) => Math.Pow(measured - fitted, 2)).Average());
        if (wandering > PhasesSpec.MinimumRise)
        {
            yield return Text($"Accuracy wanders by {100 * wandering:0} points (standard deviation) about these phases: ")
                + "they are averages, no levels.";
        }
    }

    private static string Overall(ImmutableArray<Phase> phases, Evaluation last)
    {
        bool Has(PhaseKind kind) => phases.Any(phase => phase.Kind == kind);
        return (Has(PhaseKind.Heuristic), Has(PhaseKind.Solved)) switch
        {
            (_, true) when phases[^1].Kind != PhaseKind.Solved || phases[^1].LastStep != last.Step =>
                Text($"Was solved, and is no longer: {last.Accuracy:P1} at the last step, {last.Step}."),
            (true, true) when Has(PhaseKind.Chance) => "All three phases were seen: chance, heuristic, solved.",
            (true, true) => "Two phases were seen: heuristic, solved.",
            (false, true) => "Solved, and no heuristic plateau was seen on the way.",
            (true, false) when phases[^1].Kind == PhaseKind.Heuristic && last.Step == phases[^1].LastStep =>
                Text($"Never left the heuristic plateau: {last.Accuracy:P1} at the last step, {last.Step}."),
            (true, false) => Text($"Left the heuristic plateau, and is not solved: {last.Accuracy:P1} at the last step, {last.Step}."),
            _ when phases.Length == 1 && phases[0].Kind == PhaseKind.Chance && last.Step == phases[0].LastStep =>
                Text($"Never left chance: {last.Accuracy:P1} at the last step, {last.Step}."),
            _ => Text($"No heuristic plateau and no solved phase: {last.Accuracy:P1} at the last step, {last.Step}."),
        };
    }

    private static string Why(Phase phase, PhasesSpec spec) => phase.Accuracy.Value > PhasesSpec.HeuristicCeiling
        ? Text($"solved begins at {PhasesSpec.SolvedAccuracy:P1}")
        : phase.Agreement.Wrong is not { } wrong
        ? "whether it is a heuristic cannot be tested: this run's metrics lack what its wrong predictions equal"
        : wrong.IsHeuristic(spec)
        ? Text($"it is right more often than the heuristic before it, and says the first two constants less often: {phase.Agreement.FirstTwoConstants:P0}")
        : WhereWrong(wrong).TrimEnd('.');

    private static string WhereWrong(WrongAgreement wrong) =>
        Text($"Where it is wrong, {wrong.FirstTwoConstants.Value:P0} of its predictions are one of the first two constants ")
        + Text($"(95 %: {wrong.FirstTwoConstants.Low:P0} to {wrong.FirstTwoConstants.High:P0}), where guesses among the program's constants ")
        + Text($"would be in {wrong.FirstTwoGuessed:P0}; {wrong.AnyConstant.Value:P0} are any constant of the program.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a model says where it is wrong, beside what guesses on the same programs would say; means over evaluations.</summary>
/// <param name="FirstTwoConstants">Share of the wrong predictions equal to one of the program's first two constants.</param>
/// <param name="FirstTwoGuessed">The share that guesses among the program's constants would have, 0 to 1.</param>
/// <param name="AnyConstant">Share of the wrong predictions equal to any constant of the program.</param>
/// <param name="AnyGuessed">The share that guesses among all digits would have, 0 to 1.</param>
/// <param name="Evaluations">Evaluations that could be counted, 1 or more.</param>
public sealed record WrongAgreement(
    Proportion FirstTwoConstants, double FirstTwoGuessed, Proportion AnyConstant, double AnyGuessed, int Evaluations)
{
    /// <summary>Whether the first two constants are said more often than guesses would, with the whole interval and the margin.</summary>
    /// <param name="spec">Holds the margin.</param>
    internal bool IsHeuristic(PhasesSpec spec) => FirstTwoConstants.Low > FirstTwoGuessed + PhasesSpec.BeyondGuessing;

    /// <summary>
    /// Whether a guess among the program's constants says as much: constants more often than guesses among all digits would, and the first
    /// two neither more nor less often than among the constants.
    /// </summary>
    /// <param name="spec">Holds the margin.</param>
    internal bool IsGuessing(PhasesSpec spec) => AnyConstant.Low > AnyGuessed + PhasesSpec.BeyondGuessing
        && !IsHeuristic(spec) && FirstTwoConstants.High >= FirstTwoGuessed - PhasesSpec.BeyondGuessing;

    /// <summary>The mean over evaluations. The interval is that of one test set: all evaluations ask the same programs.</summary>
    /// <returns>Null where no evaluation holds the counts, or none has a wrong prediction.</returns>
    internal static WrongAgreement? Of(IEnumerable<Evaluation> evaluations)
    {
        WrongTally[] tallies = [.. evaluations.Select(evaluation => evaluation.Wrong).OfType<WrongTally>().Where(tally => tally.N > 0)];
        if (tallies.Length == 0)
        {
            return null;
        }

        double wrong = tallies.Sum(tally => (double)tally.N);
        var programs = (int)Math.Max(1, wrong / tallies.Length);
        return new WrongAgreement(
            Proportion.Of(tallies.Sum(tally => tally.FirstTwoConstants) / wrong, programs),
            tallies.Sum(tally => tally.FirstTwoGuessed) / wrong,
            Proportion.Of(tallies.Sum(tally => tally.AnyConstant) / wrong, programs),
            tallies.Sum(tally => tally.AnyGuessed) / wrong,
            tallies.Length);
    }
}
