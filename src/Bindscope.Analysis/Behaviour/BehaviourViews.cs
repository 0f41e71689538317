using Bindscope.Analysis.Description;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Behaviour over the checkpoints, then the last of them in detail, as tables.</summary>
internal static class BehaviourViews
{
    /// <summary>A heuristic whose weight is smaller at every checkpoint is left out of the table of weights.</summary>
    private const double Shown = 0.02;

    internal static IEnumerable<View> Of(BehaviourResult result) =>
    [
        Accuracy(result),
        Outcomes(result),
        Mixture(result),
        Heuristics(result),
        Features(result),
        .. result.Learning is { } learning ? Learned(learning) : [],
    ];

    private static View Accuracy(BehaviourResult result)
    {
        int[] hops = [.. result.Checkpoints[0].ByFeature.Where(one => one.Feature == ProgramFeature.Hops).Select(one => one.Value)];
        return View.Of(
            $"""
            {result.Checkpoints.Length} checkpoints on the first {result.Programs} test programs
            accuracy, %; programs that became right and wrong since the checkpoint before, with McNemar's exact p
            """,
            ["step", "accuracy", .. hops.Select(Execution.HopsInWords), "line 1", "line 2", "later", "gained", "lost", "p"],
            result.Checkpoints.Select(one =>
            {
                Flips? flips = result.Flips.FirstOrDefault(candidate => candidate.To == one.Step);
                return (IEnumerable<Cell>)
                [
                    one.Step,
                    Cell.Percent(one.Accuracy),
                    .. hops.Select(h => Pooled(one, ProgramFeature.Hops, value => value == h)),
                    Pooled(one, ProgramFeature.AnswerLine, line => line == 1),
                    Pooled(one, ProgramFeature.AnswerLine, line => line == 2),
                    Pooled(one, ProgramFeature.AnswerLine, line => line > 2),
                    flips?.Gained,
                    flips?.Lost,
                    flips is null ? "" : Cell.PValue(flips.PValue),
                ];
            }));
    }

    private static View Outcomes(BehaviourResult result) => View.Of(
        $"what is predicted, %; calibration error (mean distance of confidence and accuracy, %) and loss in nats",
        ["step", .. Enum.GetValues<Outcome>().Select(outcome => Cell.Words(outcome)), "most frequent digit", "calibration error", "loss"],
        result.Checkpoints.Select(one =>
        {
            PredictionShare digit = one.Predictions.Where(share => share.Digit >= 0).MaxBy(share => share.Share.Value)!;
            return (IEnumerable<Cell>)
            [
                one.Step,
                .. one.Outcomes.Select(outcome => Cell.Percent(outcome.Share.Value)),
                Cell.Percent(digit.Share) is var share ? share with { Text = $"{digit.Digit}: {share.Text}" } : share,
                Cell.Percent(one.Calibration.ExpectedError.Value, "0.0"),
                Cell.Number(one.Calibration.Loss.Value, "0.000"),
            ];
        }));

    private static View Mixture(BehaviourResult result)
    {
        int[] used =
        [
            .. Enumerable.Range(0, result.Checkpoints[0].Heuristics.Length)
                .Where(h => result.Checkpoints.Any(one => one.Heuristics[h].Weight?.Value >= Shown)),
        ];
        return View.Of(
            $"weight of each heuristic in the mixture that fits the predictions best, % (those of 2 % and more somewhere)",
            ["step", .. used.Select(h => Cell.Words(result.Checkpoints[0].Heuristics[h].Heuristic)), "guess a constant", "guess a digit"],
            result.Checkpoints.Select(one => (IEnumerable<Cell>)
            [
                one.Step,
                .. used.Select(h => Cell.Percent(one.Heuristics[h].Weight?.Value)),
                Cell.Percent(one.GuessConstant?.Value),
                Cell.Percent(one.Guess?.Value),
            ]));
    }

    private static View Heuristics(BehaviourResult result) => View.Of(
        $"each heuristic alone, %",
        ["step", "heuristic", "is right", "n", "is said", "is said where wrong", "n", "weight", "explains"],
        from one in result.Checkpoints.Reverse()
        from match in one.Heuristics
        select (IEnumerable<Cell>)
        [
            one.Step,
            Cell.Words(match.Heuristic),
            Cell.Percent(match.Right),
            match.Right?.Programs,
            Cell.Percent(match.Says),
            Cell.Percent(match.SaysWhereWrong),
            match.SaysWhereWrong?.Programs,
            match.Weight is { } weight ? Cell.Percent(weight) : "as one above",
            Cell.Percent(match.Explains),
        ]).Named("heuristics").First(result.Checkpoints[^1].Heuristics.Length);

    private static View Features(BehaviourResult result) => View.Of(
        $"accuracy by property of the program, % (interval) of n",
        ["step", "property", "value", "accuracy"],
        from one in result.Checkpoints.Reverse()
        from feature in one.ByFeature
        select (IEnumerable<Cell>)[one.Step, Cell.Words(feature.Feature), feature.Value, Cell.PercentOf(feature.Accuracy)])
        .Named("properties").First(result.Checkpoints[^1].ByFeature.Length);

    private static IEnumerable<View> Learned(Learning learning) =>
    [
        View.Of(
            $"right at the end: {Cell.Percent(learning.Learned).Text} of {learning.Learned.Programs}; never forgotten: {
                Cell.Percent(learning.NeverForgotten).Text}",
            ["property", "value", "n", "learned", "median step (interval)", "forgettings per program"],
            learning.Groups.OrderBy(one => !IsOfTask(one)).Select(group => (IEnumerable<Cell>)
            [
                Cell.Words(group.Feature),
                group.Value,
                group.Programs,
                group.Learned,
                group.MedianStep is { } median
                    ? new Cell($"{median} ({group.Low}-{(group.High is { } high ? $"{high}" : "?")})", median, group.Low, group.High) : "not yet",
                Cell.Number(group.Forgettings),
            ])).Named("learned").First(learning.Groups.Count(IsOfTask)),
        View.Of(
            $"hardest programs",
            ["program", "answer", "hops", "line", "learned at", "times forgotten"],
            learning.Hard.Select(hard => (IEnumerable<Cell>)
            [
                hard.Text.Replace('\n', ' '), hard.Answer, hard.Hops, hard.AnswerLine, hard.LearnedAt is { } step ? step : "never", hard.Forgotten,
            ])).First(5),
    ];

    private static bool IsOfTask(LearningGroup group) => group.Feature is ProgramFeature.Hops or ProgramFeature.AnswerLine;

    private static Cell Pooled(CheckpointBehaviour one, ProgramFeature feature, Predicate<int> wanted)
    {
        FeatureAccuracy[] some = [.. one.ByFeature.Where(share => share.Feature == feature && wanted(share.Value))];
        int programs = some.Sum(share => share.Accuracy.Programs);
        return programs == 0 ? "" : Cell.Percent(some.Sum(share => share.Accuracy.Value * share.Accuracy.Programs) / programs);
    }
}
