using System.Collections.Immutable;
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
