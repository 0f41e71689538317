using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Alignment;

/// <summary>Ceilings and trained subspaces as tables.</summary>
internal static class AlignmentViews
{
    internal static IEnumerable<View> Of(AlignmentResult result)
    {
        yield return View.Of(
            $"success in % of swapping whole vectors (ceiling), width {result.Width}; * where rotations were trained",
            ["layer", "variable", "token: success on other programs"],
            result.Ceilings.GroupBy(one => (one.Layer, one.Target)).Select(row => (IEnumerable<Cell>)
            [
                row.Key.Layer,
                Cell.Words(row.Key.Target),
                string.Join("   ", row.Select(one => $"{one.Token} {Cell.Percent(one.Success).Text}{(one.IsFitted ? "*" : "")}")),
            ]));
        yield return View.Of(
            $"trained subspaces: success and kept in %",
            [
                "layer", "variable", "token", "rank", "success", "kept", "on its own pairs", "at its start", "largest variance", "random", "highest random",
                "shuffled targets", "untrained model", "later tokens", "whole vectors there", "loss", "converged",
            ],
            result.Fits.Select(one => (IEnumerable<Cell>)
            [
                one.Layer,
                Cell.Words(one.Target),
                one.Token,
                one.Rank,
                Cell.Percent(one.Success),
                Cell.Percent(one.Kept.Value),
                Cell.Percent(one.TrainSuccess.Value),
                Cell.Percent(one.Start),
                Cell.Percent(one.Variance),
                Cell.Percent(one.Random.Value),
                Cell.Percent(one.RandomHighest),
                Cell.Percent(one.Shuffled),
                Cell.Percent(one.Untrained),
                Cell.Percent(one.Later?.Trained),
                Cell.Percent(one.Later?.Whole),
                Cell.Number(one.Loss, "0.000"),
                Cell.YesOrNo(one.Converged),
            ])).Named("fits");
    }
}
