using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Model;

namespace Bindscope.Interventions;

/// <summary>
/// Something that is done to a forward pass, as data. Several may be given at once: they act in the order of the pass's sites, and at the
/// same site in the order in which they are listed. What one of them puts in reaches every later site.
/// </summary>
/// <remarks>
/// At <c>attention.scores</c> and <c>attention.pattern</c> the vector of a position is the row of that query, one number a key; what the
/// query does not see stays unseen whatever is put there.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Patch), "patch")]
[JsonDerivedType(typeof(ReplaceWith), "replaceWith")]
[JsonDerivedType(typeof(ReplaceWithEach), "replaceWithEach")]
[JsonDerivedType(typeof(Mean), "mean")]
[JsonDerivedType(typeof(Zero), "zero")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(AddEach), "addEach")]
[JsonDerivedType(typeof(Project), "project")]
[JsonDerivedType(typeof(SwapSubspace), "swapSubspace")]
[JsonDerivedType(typeof(CutEdges), "cutEdges")]
[JsonDerivedType(typeof(PatchEdges), "patchEdges")]
[JsonDerivedType(typeof(PatchPath), "patchPath")]
public abstract record Intervention
{
    private Intervention()
    {
    }

    /// <summary>Whether it takes activations from a source run.</summary>
    [JsonIgnore]
    public bool NeedsSource => Slots.NeedsSource(this);

    /// <summary>Whether its places or vectors differ from row to row, so that it fits one list of rows alone.</summary>
    [JsonIgnore]
    public bool IsOfRows => this is ReplaceWithEach or AddEach || Slots.PlaceOf(this)?.Positions is TokenPositions.PerRow
        || Slots.EdgesOf(this)?.Edges is TokenEdges.PerRow || Slots.FromOf(this) is TokenPositions.PerRow;

    /// <summary>The vector that the source run has there: an interchange intervention.</summary>
    /// <param name="Where">What is replaced.</param>
    /// <param name="From">
    /// The source run's positions, one for each of <paramref name="Where"/>'s, in the same order; null for the same positions.
    /// </param>
    public sealed record Patch(Place Where, TokenPositions? From = null) : Intervention;

    /// <summary>A given vector.</summary>
    /// <param name="Where">What is replaced.</param>
    /// <param name="Vector">As wide as the site's vectors.</param>
    public sealed record ReplaceWith(Place Where, ImmutableArray<float> Vector) : Intervention;

    /// <summary>A given vector for each row.</summary>
    /// <param name="Where">What is replaced.</param>
    /// <param name="Vectors">One a row, each as wide as the site's vectors; at all positions, layers and heads of the row the same.</param>
    public sealed record ReplaceWithEach(Place Where, ImmutableArray<ImmutableArray<float>> Vectors) : Intervention;

    /// <summary>The mean over a set of runs.</summary>
    /// <param name="Where">What is replaced.</param>
    /// <param name="Means">One for every layer and head of <paramref name="Where"/>; left out where they are still to be computed
    /// (<see cref="Passes.SiteMeans.Filled"/>).</param>
    public sealed record Mean(Place Where, ImmutableArray<SiteMean> Means = default) : Intervention
    {
        /// <inheritdoc cref="Mean(Place, ImmutableArray{SiteMean})"/>
        public ImmutableArray<SiteMean> Means { get; init; } = Means.IsDefault ? [] : Means;
    }

    /// <summary>Zeros.</summary>
    /// <param name="Where">What is replaced.</param>
    public sealed record Zero(Place Where) : Intervention;

    /// <summary>A multiple of a vector is added.</summary>
    /// <param name="Where">What it is added to.</param>
    /// <param name="Vector">As wide as the site's vectors.</param>
    /// <param name="Scale">Multiplies the vector.</param>
    public sealed record Add(Place Where, ImmutableArray<float> Vector, double Scale = 1) : Intervention;

    /// <summary>A multiple of each row's own vector is added.</summary>
    /// <param name="Where">What it is added to.</param>
    /// <param name="Vectors">As in <see cref="ReplaceWithEach"/>.</param>
    /// <param name="Scale">Multiplies the vectors.</param>
    public sealed record AddEach(Place Where, ImmutableArray<ImmutableArray<float>> Vectors, double Scale = 1) : Intervention;

    /// <summary>The part of the vector inside a subspace, or the part outside of it.</summary>
    /// <param name="Where">What is projected.</param>
    /// <param name="Subspace">Of the site's vectors.</param>
    /// <param name="Kept">Which part stays.</param>
    public sealed record Project(Place Where, Subspace Subspace, KeptPart Kept) : Intervention;

    /// <summary>The part inside a subspace comes from the source run, the rest stays.</summary>
    /// <param name="Where">What is changed.</param>
    /// <param name="Subspace">Of the site's vectors.</param>
    /// <param name="From">As in <see cref="Patch"/>.</param>
    public sealed record SwapSubspace(Place Where, Subspace Subspace, TokenPositions? From = null) : Intervention;

    /// <summary>Chosen queries no longer attend to chosen keys.</summary>
    /// <param name="Where">The pairs of query and key.</param>
    /// <param name="Rest">What becomes of the attention that the query still pays to other keys.</param>
    public sealed record CutEdges(EdgePlace Where, RestOfPattern Rest) : Intervention;

    /// <summary>Chosen queries pay to chosen keys the attention that they pay in the source run.</summary>
    /// <param name="Where">The pairs of query and key.</param>
    /// <param name="Rest">What becomes of the attention that the query pays to other keys.</param>
    public sealed record PatchEdges(EdgePlace Where, RestOfPattern Rest) : Intervention;

    /// <summary>
    /// What a component would compute if one earlier component alone had written what it writes in the source run, everything else that it reads
    /// being the base's: path patching, the direct effect of one on the other.
    /// </summary>
    /// <param name="Where">
    /// The receiver: a head's queries, keys or values, an MLP's neurons or output, or the logits. The path runs within each token, along the
    /// residual stream, past whatever stands between.
    /// </param>
    /// <param name="Sender">What writes into the residual stream before every receiver.</param>
    /// <remarks>
    /// Wang et al., Interpretability in the Wild, ICLR 2023, section 3.1. The effect reaches the answer through the receiver and all that reads it;
    /// the sender's other readers see the base's.
    /// </remarks>
    public sealed record PatchPath(Place Where, PathSender Sender) : Intervention;
}

/// <summary>A component that writes into the residual stream.</summary>
/// <param name="Kind"><c>attention.head</c>, <c>attention.out</c> or <c>mlp.out</c>.</param>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based; 0 for kinds that have no heads.</param>
public sealed record PathSender([property: JsonConverter(typeof(SiteKindJson))] SiteKind Kind, int Layer, int Head = 0);

/// <summary>Which part of a vector a projection keeps.</summary>
public enum KeptPart
{
    /// <summary>The part inside the subspace: projected onto it.</summary>
    Inside,

    /// <summary>The part at right angles to the subspace: projected out of it.</summary>
    Outside,
}

/// <summary>What becomes of a query's other keys when some of its attention is cut or replaced.</summary>
public enum RestOfPattern
{
    /// <summary>They are left as they are, so the row no longer sums to 1.</summary>
    Left,

    /// <summary>
    /// They are scaled by one factor so that the row sums to 1 again. Where they are all zero, and where the chosen keys already get more
    /// than 1, they are left.
    /// </summary>
    Rescaled,
}
