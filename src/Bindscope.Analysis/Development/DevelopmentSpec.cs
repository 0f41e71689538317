using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Development;

/// <summary>Which cells are followed over training, and on which programs.</summary>
/// <param name="Selection">
/// Programs, the same at every checkpoint: those that the last checkpoint solves, so that a rise over training is the model's and not the
/// selection's. Where cells are chosen, as many again choose them.
/// </param>
/// <param name="Cells">Cells chosen by hand; empty to choose them from the last checkpoint's own sweep.</param>
/// <param name="Share">
/// A cell has emerged when its success stays at or above this share of its success at the last checkpoint, above 0 and up to 1.
/// </param>
public sealed record DevelopmentSpec(PairSelection Selection, ImmutableArray<FollowedCell> Cells = default, double Share = 0.5)
{
    /// <summary>The name of the analysis's folder.</summary>
    public const string FolderName = "development";

    /// <summary>Cells chosen by hand; empty to choose them from the last checkpoint's own sweep.</summary>
    public ImmutableArray<FollowedCell> Cells { get; init; } = Cells.IsDefault ? [] : Cells;

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() =>
        Share is > 0 and <= 1 ? Selection.Validated() : [.. Selection.Validated(), $"share is {Share}; it must be above 0 and at most 1"];
}
