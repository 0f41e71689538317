using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Numerics.Statistics;

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

/// <summary>What lies between two phases, or between the last phase and the end of a run that was still on its way.</summary>
/// <param name="From">The phase before; null when the run starts in the transition.</param>
/// <param name="To">The phase after; null when the run ends in the transition.</param>
/// <param name="LastStepBefore">Last evaluation of the phase before (or the run's first evaluation).</param>
/// <param name="FirstStepAfter">First evaluation of the phase after (or the run's last evaluation).</param>
/// <param name="Evaluations">Evaluations that belong to neither.</param>
/// <param name="Rise">Accuracy at <paramref name="FirstStepAfter"/> minus accuracy at <paramref name="LastStepBefore"/>.</param>
public sealed record PhaseTransition(
    PhaseKind? From,
    PhaseKind? To,
    long LastStepBefore,
    long FirstStepAfter,
    int Evaluations,
    double Rise);

/// <summary>When a run reached an accuracy.</summary>
/// <param name="Accuracy">The accuracy, 0 to 1.</param>
/// <param name="FirstReached">Step of the first evaluation at or above it; null when there is none.</param>
/// <param name="SustainedFrom">Step of the evaluation from which all to the end are at or above it; null when the last is below.</param>
public sealed record Milestone(double Accuracy, long? FirstReached, long? SustainedFrom);

/// <summary>An interval of optimizer steps in which a boundary lies.</summary>
/// <param name="Low">Its first step.</param>
/// <param name="High">Its last step, not before <paramref name="Low"/>.</param>
public readonly record struct StepInterval(long Low, long High)
{
    /// <summary>Whether a step lies in the interval, ends included.</summary>
    /// <param name="step">Any step, whole or not.</param>
    public bool Contains(double step) => step >= Low && step <= High;
}

/// <summary>The accuracy curve and the broken line through it. Axis of every array: evaluation.</summary>
/// <param name="Steps">Step of each evaluation.</param>
/// <param name="Accuracy">Accuracy of each evaluation, 0 to 1.</param>
/// <param name="Fitted">The broken line at each evaluation; never below chance, as which it counts whatever is below.</param>
/// <param name="Levels">How many levels the line has, 1 to 3; levels of one name, and bends that are no plateau, are joined later.</param>
/// <param name="Dispersion">
/// Mean squared distance to the line in units of the assumed noise (sampling and tolerance). Far above 1: the curve is no broken line.
/// </param>
/// <param name="Autocorrelation">Correlation of neighbouring residuals, 0 to 0.8; it widens the intervals.</param>
public sealed record TrajectoryFit(
    ImmutableArray<long> Steps,
    ImmutableArray<double> Accuracy,
    ImmutableArray<double> Fitted,
    int Levels,
    double Dispersion,
    double Autocorrelation);

/// <summary>Mean accuracy during a phase on one group of test programs.</summary>
/// <param name="Group">Which programs: <c>1 hop</c>, <c>2 hops</c>, <c>line 1</c>, <c>line 2</c>, <c>later lines</c>.</param>
/// <param name="Accuracy">Mean over the phase's evaluations, with the interval of the group's sample.</param>
public sealed record GroupAccuracy(string Group, Proportion Accuracy);

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
