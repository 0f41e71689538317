using System.Globalization;
using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Phases;

/// <summary>The phases of a run as two tables (when, and what the model did) and a few sentences.</summary>
internal static class PhasesViews
{
    internal static IEnumerable<View> Of(PhasesResult result)
    {
        var evaluations = result.Fit.Steps;
        yield return View.Of($"{evaluations.Length} evaluations, steps {evaluations[0]:N0} to {evaluations[^1]:N0}");
        if (!result.Phases.IsEmpty)
        {
            yield return View.Of(
                $"when: accuracy in % (interval)",
                ["phase", "steps", "reached in", "left in", "evaluations", "accuracy (95 %)", "at its end"],
                result.Phases.Select(Row).Concat(result.Transitions.Select(Row)).OrderBy(row => row.Step).Select(row => row.Cells));
            yield return What(result);
        }

        foreach (string finding in result.Findings)
        {
            yield return View.Of($"{finding}");
        }

        yield return View.Of($"accuracy sustained: {string.Join("; ", result.Milestones.Select(Describe))}");
    }

    /// <summary>A transition is placed by the middle of its steps: phases share those steps with it.</summary>
    private static (double Step, IEnumerable<Cell> Cells) Row(PhaseTransition transition) =>
    (
        (transition.LastStepBefore + transition.FirstStepAfter) / 2.0,
        [
            "transition",
            Steps(transition.LastStepBefore, transition.FirstStepAfter),
            "",
            transition.To is null ? "not yet" : "",
            transition.Evaluations,
            new Cell(FormattableString.Invariant($"{(transition.Rise < 0 ? "" : "+")}{100 * transition.Rise:0.0} points"), transition.Rise),
            "",
        ]);

    private static (double Step, IEnumerable<Cell> Cells) Row(Phase phase) =>
    (
        (phase.FirstStep + phase.LastStep) / 2.0,
        [
            Cell.Words(phase.Kind),
            Steps(phase.FirstStep, phase.LastStep),
            phase.Start is { } start ? Steps(start.Low, start.High) : "",
            phase.End is { } end ? Steps(end.Low, end.High) : "",
            phase.Evaluations,
            Cell.Percent(phase.Accuracy, "0.0"),
            Cell.Percent(phase.FinalAccuracy, "0.00"),
        ]);

    private static View What(PhasesResult result)
    {
        (string Name, Func<Phase, double?> Share)[] rows =
        [
            .. result.Phases.SelectMany(Groups).Select(group => group.Group).Distinct().Select(group => (
                $"right, {(group.Contains("line", StringComparison.Ordinal) ? "answer on " : "")}{group}",
                (Func<Phase, double?>)(phase => Groups(phase).FirstOrDefault(one => one.Group == group)?.Accuracy.Value))),
            ("says one of the first two constants", phase => phase.Agreement.FirstTwoConstants),
            ("says line 1's constant", phase => phase.Agreement.Line1Constant),
            ("says line 2's constant, where it has one", phase => phase.Agreement.Line2Constant),
            ("says a constant of the program", phase => phase.Agreement.AnyConstant),
            ("says its most frequent digit", phase => phase.Agreement.MostFrequentDigit),
            ("says no digit", phase => phase.Agreement.NonDigit),
        ];
        return View.Of(
            $"what the model does, %",
            ["share of programs", .. result.Phases.Select(phase => Cell.Words(phase.Kind))],
            rows.Select(row => (IEnumerable<Cell>)[row.Name, .. result.Phases.Select(phase => Cell.Percent(row.Share(phase), "0.0"))]));
    }

    private static IEnumerable<GroupAccuracy> Groups(Phase phase) => phase.ByAnswerLine.Concat(phase.ByHops);

    private static string Steps(long first, long last) => FormattableString.Invariant($"{first:N0} - {last:N0}");

    private static string Describe(Milestone milestone) => string.Create(CultureInfo.InvariantCulture, $"{100 * milestone.Accuracy:0.#} % ") + milestone switch
    {
        { SustainedFrom: { } step } => FormattableString.Invariant($"from step {step:N0}"),
        { FirstReached: { } step } => FormattableString.Invariant($"reached at step {step:N0}, not held"),
        _ => "not reached",
    };
}
