using System.Collections.Immutable;
using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.Subspaces;

/// <summary>A subspace of one layer's input for one target.</summary>
/// <param name="Layer">The layer that the vectors enter, 1-based.</param>
/// <param name="Target">What it is to hold.</param>
/// <param name="Tokens">Tokens that the classifier learned from.</param>
/// <param name="Components">The principal components selected, 0-based by falling variance.</param>
/// <param name="Variance">Their share of the variance.</param>
/// <param name="Penalty">The penalty that selected them.</param>
/// <param name="Gap">Duality gap of that fit, as a share of what a fit without features costs.</param>
/// <param name="Converged">Whether it is within the tolerance.</param>
/// <param name="Accuracy">Held-out accuracy of that fit; mean and interval over programs.</param>
/// <param name="UnshrunkAccuracy">Held-out accuracy of a classifier on these components with next to no penalty.</param>
/// <param name="AllComponentsAccuracy">The same on all components.</param>
/// <param name="ShuffledAccuracy">The same on as many components that were selected from shuffled labels.</param>
/// <param name="Pairs">Pairs of programs for the swaps; base and source solved.</param>
/// <param name="Swaps">What swaps do, arm by arm.</param>
/// <param name="Path">The whole penalty path.</param>
public sealed record SubspaceFinding(
    int Layer,
    SubspaceTarget Target,
    int Tokens,
    ImmutableArray<int> Components,
    double Variance,
    double Penalty,
    double Gap,
    bool Converged,
    Estimate Accuracy,
    Estimate UnshrunkAccuracy,
    Estimate AllComponentsAccuracy,
    Estimate ShuffledAccuracy,
    int Pairs,
    ImmutableArray<SwapOutcome> Swaps,
    ImmutableArray<PathPoint> Path);
