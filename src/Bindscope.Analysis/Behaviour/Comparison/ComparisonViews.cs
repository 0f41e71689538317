using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Behaviour.Comparison;

/// <summary>Two checkpoints on the same programs, as tables.</summary>
internal static class ComparisonViews
{
    internal static IEnumerable<View> Of(ComparisonResult result)
    {
        yield return View.Of(
            $"""
            {result.FirstRun} at {result.FirstStep}: {Cell.Percent(result.FirstAccuracy).Text} % of {result.FirstAccuracy.Programs}
            {result.SecondRun} at {result.SecondStep}: {Cell.Percent(result.SecondAccuracy).Text} %
            difference {Points(result.Difference.Value)} points ({Points(result.Difference.Low)} to {Points(result.Difference.High)})
            only the second is right: {result.Gained}, only the first: {result.Lost}, both: {result.BothRight}, neither: {result.BothWrong}
            of these {result.BothWrongAlike} with the same wrong answer; McNemar's exact test p = {result.PValue:0.0e0}
            """,
            ["feature", "value", "programs", "only the second", "only the first", "p", "p after Holm"],
            result.ByFeature.OrderBy(flips => flips.Gained + flips.Lost == 0).Select(flips => (IEnumerable<Cell>)
            [
                Cell.Words(flips.Feature),
                flips.Value,
                flips.Programs,
                flips.Gained,
                flips.Lost,
                Cell.Number(flips.PValue, "0.0e0"),
                Cell.Number(flips.AdjustedPValue, "0.0e0"),
            ])).Named("changes").First(result.ByFeature.Count(flips => flips.Gained + flips.Lost > 0));
        yield return View.Of(
            $"some of the programs that only one answers rightly",
            ["right is", "program", "answer", "first says", "second says"],
            result.GainedPrograms.Take(5).Select(one => ("the second", one)).Concat(result.LostPrograms.Take(5).Select(one => ("the first", one)))
                .Select(row => (IEnumerable<Cell>)
                    [row.Item1, row.one.Text.ReplaceLineEndings(" "), row.one.Answer, Token(row.one.FirstSays), Token(row.one.SecondSays)]));
    }

    private static string Points(double share) => (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    private static string Token(int token) => token < 10 ? $"{token}" : $"'{Tokenizer.Decode(token)}'";
}
