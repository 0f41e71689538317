using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Behaviour.Comparison;

/// <summary>Two checkpoints on the same programs: plain data.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="FirstRun">Name of the first run.</param>
/// <param name="FirstStep">Its checkpoint.</param>
/// <param name="SecondRun">Name of the second run.</param>
/// <param name="SecondStep">Its checkpoint.</param>
/// <param name="FirstAccuracy">Of the first.</param>
/// <param name="SecondAccuracy">Of the second.</param>
/// <param name="Difference">Second minus first, program by program; mean and interval.</param>
/// <param name="BothRight">Programs that both answer rightly.</param>
/// <param name="Gained">Programs that only the second answers rightly.</param>
/// <param name="Lost">Programs that only the first answers rightly.</param>
/// <param name="BothWrongAlike">Programs to which both say the same wrong thing.</param>
/// <param name="BothWrong">Programs that both answer wrongly.</param>
/// <param name="PValue">McNemar's exact test that a flip is as likely either way, two-sided.</param>
/// <param name="ByFeature">The flips by the programs' features.</param>
/// <param name="GainedPrograms">Some of those, in the test set's order.</param>
/// <param name="LostPrograms">Some of those, in the test set's order.</param>
public sealed record ComparisonResult(
    int Format,
    string FirstRun,
    int FirstStep,
    string SecondRun,
    int SecondStep,
    Proportion FirstAccuracy,
    Proportion SecondAccuracy,
    Estimate Difference,
    int BothRight,
    int Gained,
    int Lost,
    int BothWrongAlike,
    int BothWrong,
    double PValue,
    ImmutableArray<FeatureFlips> ByFeature,
    ImmutableArray<FlippedProgram> GainedPrograms,
    ImmutableArray<FlippedProgram> LostPrograms)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>Flips among the programs for which a feature has one value.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Value">Its value.</param>
/// <param name="Programs">Programs with that value.</param>
/// <param name="Gained">Only the second model is right.</param>
/// <param name="Lost">Only the first model is right.</param>
/// <param name="PValue">McNemar's exact test, two-sided.</param>
/// <param name="AdjustedPValue">The same after Holm's correction for all values of all features together.</param>
public sealed record FeatureFlips(
    ProgramFeature Feature, int Value, int Programs, int Gained, int Lost, double PValue, double AdjustedPValue);

/// <summary>A program that one of two models answers rightly.</summary>
/// <param name="Index">Its place in the test set, 0-based.</param>
/// <param name="Text">The program.</param>
/// <param name="Answer">Its answer.</param>
/// <param name="FirstSays">What the first model says; a digit's token is the digit.</param>
/// <param name="SecondSays">What the second says.</param>
public sealed record FlippedProgram(int Index, string Text, int Answer, int FirstSays, int SecondSays);

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
