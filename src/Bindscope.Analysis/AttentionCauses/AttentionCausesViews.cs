using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.AttentionCauses;

/// <summary>Scores by cause, and what taking causes away does, as tables.</summary>
internal static class AttentionCausesViews
{
    internal static IEnumerable<View> Of(AttentionCausesResult result) =>
    [
        View.Of(
            $"step {result.Checkpoint}, {result.Programs} programs, every other one judged: each cause's share in the variance of scores over lines, %",
            ["hops", "head", "looks at", "from", "weight", "gap", "name", "line", "depth", "bound again", "distance", "rest", "shuffled labels"],
            result.Edges.Select(edge => (IEnumerable<Cell>)
            [
                .. Names(edge), Cell.Percent(edge.Weight), Cell.Number(edge.Gap.Value, "0.0"), .. edge.Causes.Select(one => Signed(one.Variance)),
                Cell.Percent(edge.Causes.Max(one => one.Chance ?? 0)),
            ])),
        View.Of(
            $"weight on the edge, %, without a part of what enters the layer: predicted by the split, measured, as long a vector that has none of the label",
            ["hops", "head", "looks at", "from", "cause", "weight", "predicted", "measured", "off by", "random"],
            from edge in result.Edges
            from one in edge.Causes
            where one.Removal is not null
            select (IEnumerable<Cell>)
            [
                .. Names(edge), Cell.Words(one.Cause), Cell.Percent(edge.Weight.Value), Cell.Percent(one.Removal!.Predicted),
                Cell.Percent(one.Removal.Measured), Cell.Percent(one.Removal.Error), Cell.Percent(one.Removal.Random),
            ]),
    ];

    /// <summary>A share that may be negative, as a percentage with its interval.</summary>
    private static Cell Signed(Estimate share)
    {
        // Adding 0 makes 0 of -0.
        string Text(double value) => (Math.Round(100 * value) + 0).ToString("0", CultureInfo.InvariantCulture);
        string between = Math.Round(100 * share.Low) < 0 ? " to " : "-";
        return new Cell($"{Text(share.Value)} ({Text(share.Low)}{between}{Text(share.High)})", share.Value, share.Low, share.High, share.Programs);
    }

    private static ImmutableArray<Cell> Names(EdgeCauses edge) => [edge.Hops, $"{edge.Layer}.{edge.Head}", $"{edge.From}", $"{edge.To}"];
}
