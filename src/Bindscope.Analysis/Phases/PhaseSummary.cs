using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>Averages what a model did over the evaluations of one phase.</summary>
internal static class PhaseSummary
{
    public static Phase Of(IReadOnlyList<Evaluation> evaluations, Stretch stretch)
    {
        Evaluation[] within = [.. evaluations.Skip(stretch.First).Take(stretch.Last - stretch.First + 1)];
        return new Phase(
            stretch.Kind,
            within[0].Step,
            within[^1].Step,
            stretch.Start,
            stretch.End,
            within.Length,
            Proportion.Of(within.Average(evaluation => evaluation.Accuracy), within[^1].N),
            within[^1].Accuracy,
            ByAnswerLine(within),
            ByHops(within),
            Agreement(within));
    }

    private static ImmutableArray<GroupAccuracy> ByAnswerLine(Evaluation[] within) => Groups(
        within.SelectMany(evaluation => evaluation.ByAnswerLine)
            .GroupBy(tally => Math.Min(tally.Line, 3), tally => (tally.N, tally.Correct)),
        line => line == 3 ? "later lines" : string.Create(CultureInfo.InvariantCulture, $"line {line}"),
        within.Length);

    private static ImmutableArray<GroupAccuracy> ByHops(Evaluation[] within) => Groups(
        within.SelectMany(evaluation => evaluation.ByHops).GroupBy(tally => tally.Hops, tally => (tally.N, tally.Correct)),
        Execution.HopsInWords,
        within.Length);

    private static ImmutableArray<GroupAccuracy> Groups(
        IEnumerable<IGrouping<int, (int N, int Correct)>> groups, Func<int, string> name, int evaluations) =>
    [
        .. from tallies in groups
           orderby tallies.Key
           let answers = tallies.Sum(tally => (long)tally.N)
           where answers > 0
           let share = (double)tallies.Sum(tally => (long)tally.Correct) / answers
           select new GroupAccuracy(name(tallies.Key), Proportion.Of(share, (int)Math.Max(1, answers / evaluations))),
    ];

    private static HeuristicAgreement Agreement(Evaluation[] within)
    {
        double Mean(Func<Evaluation, int> count) => within.Average(evaluation => (double)count(evaluation) / evaluation.N);
        var line2 = within.Sum(evaluation => (long)evaluation.Line2ConstantN);
        return new HeuristicAgreement(
            Mean(evaluation => evaluation.FirstTwoConstants),
            Mean(evaluation => evaluation.Line1Constant),
            line2 == 0 ? null : (double)within.Sum(evaluation => (long)evaluation.Line2Constant) / line2,
            Mean(evaluation => evaluation.AnyConstant),
            Mean(evaluation => evaluation.Predictions.Max()),
            Mean(evaluation => evaluation.NonDigit),
            WrongAgreement.Of(within));
    }
}
