using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.AttentionCauses;

/// <summary>Why heads look where they look: plain data, as <c>analyses/why-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Programs">Programs, of which every other one is fitted to and the rest judged.</param>
/// <param name="Edges">The edges, by hops, layer and head.</param>
public sealed record AttentionCausesResult(int Format, int Checkpoint, int Programs, ImmutableArray<EdgeCauses> Edges)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 2;
}

/// <summary>Why one head looks at one token.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based.</param>
/// <param name="From">The token that is looked at.</param>
/// <param name="To">The token that looks.</param>
/// <param name="Weight">The head's attention there.</param>
/// <param name="Gap">How much higher it scores than the same token of the other lines above the query, mean, as scores enter the softmax.</param>
/// <param name="Causes">What the scores are made of.</param>
/// <param name="LargestError">The largest difference between the parts' sum and the score that the model computed: rounding.</param>
public sealed record EdgeCauses(
    int Hops,
    int Layer,
    int Head,
    TokenRole From,
    TokenRole To,
    Estimate Weight,
    Estimate Gap,
    ImmutableArray<CauseShare> Causes,
    double LargestError);

/// <summary>What a key's score can come from.</summary>
public enum AttentionCause
{
    /// <summary>The name that the key's line binds.</summary>
    Name,

    /// <summary>The line's number, as the key's vector has it.</summary>
    Line,

    /// <summary>The referential depth of what the line binds.</summary>
    Depth,

    /// <summary>Whether a line above binds the same name: of two lines that bind it, the latest has this, and no key can know what comes after it.</summary>
    BoundAgain,

    /// <summary>How far away the key stands, through the rotary embedding alone: what a key that holds nothing of its own would score there.</summary>
    Distance,

    /// <summary>All else that the key's vector holds.</summary>
    Rest,
}

/// <summary>The part of one cause.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Variance">Its share of the scores' variance over the keys of a program; the causes' shares sum to 1, and one may be negative.</param>
/// <param name="Gap">Its part of the gap.</param>
/// <param name="Chance">Its share of the variance where the label was given to other tokens; null for causes without a label.</param>
/// <param name="Removal">What taking it away does; null for causes without a label.</param>
public sealed record CauseShare(AttentionCause Cause, Estimate Variance, Estimate Gap, double? Chance, CauseRemoval? Removal);

/// <summary>The weight on the edge once a part is gone from what enters the layer at the keys' tokens.</summary>
/// <param name="Predicted">By the split: its part taken from the scores.</param>
/// <param name="Measured">In the model.</param>
/// <param name="Error">Mean distance of the two, program by program.</param>
/// <param name="Random">In the model, without a vector that is as long, in a random direction at right angles to all parts of this label, one for each of its
/// classes; null where these fill the width.</param>
public sealed record CauseRemoval(Estimate Predicted, Estimate Measured, double Error, Estimate? Random);

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
