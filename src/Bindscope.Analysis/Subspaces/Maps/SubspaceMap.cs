using System.Collections.Immutable;

namespace Bindscope.Analysis.Subspaces.Maps;

/// <summary>Maps over training: plain data, as <c>analyses/subspace-map-LAYER-TARGET/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Layer">The layer whose input is shown.</param>
/// <param name="Target">What the components were selected for.</param>
/// <param name="Classes">Each token's digit, or its name as 0-25; the tokens are the same at every checkpoint.</param>
/// <param name="Depths">Each token's depth on its chain.</param>
/// <param name="Checkpoints">In the order asked for.</param>
public sealed record SubspaceMap(
    int Format,
    int Layer,
    SubspaceTarget Target,
    ImmutableArray<int> Classes,
    ImmutableArray<int> Depths,
    ImmutableArray<MapCheckpoint> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 2;
}

/// <summary>One checkpoint's map.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Components">The principal components that the classifier selected, 0-based by falling variance.</param>
/// <param name="X">First coordinate of each token.</param>
/// <param name="Y">Second coordinate.</param>
/// <param name="Shown">Share of the selected components' variance that two dimensions show, 0-1.</param>
/// <param name="Disparity">What alignment to the last checkpoint's map leaves of the squares, 0-1.</param>
/// <param name="NearestCentre">
/// Tokens that lie nearest to the mean of their own class in the selected components, all of them; means are the fit's tokens'.
/// </param>
/// <param name="UmapX">First coordinate of each token in a UMAP of the selected components, started at the aligned map.</param>
/// <param name="UmapY">Second coordinate.</param>
/// <param name="Trustworthiness">
/// How far neighbours on the UMAP are neighbours in the selected components, 10 of each: about 0.5 at random, at most 1.
/// </param>
/// <param name="PlaneTrustworthiness">The same of the map by variance.</param>
public sealed record MapCheckpoint(
    int Step,
    ImmutableArray<int> Components,
    ImmutableArray<double> X,
    ImmutableArray<double> Y,
    double Shown,
    double Disparity,
    double NearestCentre,
    ImmutableArray<double> UmapX,
    ImmutableArray<double> UmapY,
    double Trustworthiness,
    double PlaneTrustworthiness);
