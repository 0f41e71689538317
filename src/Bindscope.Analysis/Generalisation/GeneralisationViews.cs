using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Generalisation;

/// <summary>Accuracy by lines, hops and distractors, as tables.</summary>
internal static class GeneralisationViews
{
    private static readonly AnswerLineGroup[] Groups = Enum.GetValues<AnswerLineGroup>();

    internal static IEnumerable<View> Of(GeneralisationResult result)
    {
        yield return View.Of(
            $"trained on {result.TrainedLines} lines and up to {result.TrainedHops} hops; accuracy in % (interval) of n, by the answer's line");
        yield return Curve($"by lines, 1 to {result.TrainedHops} hops, up to {result.LongestLines} lines (figure 8)", "lines", result.ByLines)
            .Named("lines");
        yield return Curve($"by hops, {result.TrainedLines} lines (figure 9)", "hops", result.ByHops).Named("hops");
        yield return View.Of(
            $"with other distractors, {result.TrainedLines} lines, 1 to {result.TrainedHops} hops",
            ["distractors", .. Columns],
            result.ByVariation.GroupBy(one => one.Variation).Select(variation => (IEnumerable<Cell>)
            [
                variation.Key == Variation.None ? "as in the task" : Cell.Words(variation.Key),
                .. Groups.Select(group => Cell.PercentOf(variation.FirstOrDefault(one => one.AnswerLine == group)?.Accuracy)),
            ])).Named("variations");
    }

    private static IEnumerable<string> Columns => Groups.Select(group => $"line {AnswerLineGroups.NameOf(group)}");

    private static View Curve(FormattableString title, string axis, IEnumerable<GeneralisationPoint> points) => View.Of(
        title,
        [axis, .. Columns],
        points.GroupBy(point => point.Value).Select(value => (IEnumerable<Cell>)
            [value.Key, .. Groups.Select(group => Cell.PercentOf(value.FirstOrDefault(one => one.AnswerLine == group)?.Accuracy))]));
}
