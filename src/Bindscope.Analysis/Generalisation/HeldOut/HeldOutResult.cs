using System.Collections.Immutable;

namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>Programs with unseen lines over training: plain data, as <c>analyses/held-out/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Share">The share of all combinations of variable and digit that training left out.</param>
/// <param name="Combinations">Those combinations, such as <c>k=2</c>.</param>
/// <param name="Programs">Test programs.</param>
/// <param name="Accuracy">By step and place.</param>
public sealed record HeldOutResult(
    int Format, double Share, ImmutableArray<string> Combinations, int Programs, ImmutableArray<HeldOutAccuracy> Accuracy)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
