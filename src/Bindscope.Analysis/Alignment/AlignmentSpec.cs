using System.Collections.Immutable;

namespace Bindscope.Analysis.Alignment;

/// <summary>Where rotations are searched for, and how.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Layers">The layers whose input is rotated, 1-based; empty for all.</param>
/// <param name="Ranks">Dimensions of the subspaces, each from 1 to the width; empty for powers of two and the paper's 10 and 26.</param>
/// <param name="TrainPairs">Pairs to learn from, 20 or more.</param>
/// <param name="TestPairs">Pairs from other programs, 10 or more.</param>
/// <param name="Steps">The most gradient steps of a fit, 10 or more.</param>
/// <param name="Draws">Random subspaces of equal rank, 1 or more.</param>
/// <param name="Seed">Draws counterfactuals, first rotations and batches.</param>
public sealed record AlignmentSpec(
    int Checkpoint,
    ImmutableArray<int> Layers = default,
    ImmutableArray<int> Ranks = default,
    int TrainPairs = 400,
    int TestPairs = 200,
    int Steps = 300,
    int Draws = 10,
    ulong Seed = 1)
{
    private const int PapersDigitRank = 10;
    private const int PapersNameRank = 26;

    /// <summary>The layers whose input is rotated, 1-based; empty for all.</summary>
    public ImmutableArray<int> Layers { get; init; } = Layers.IsDefault ? [] : Layers;

    /// <summary>Dimensions of the subspaces; empty for powers of two and the paper's 10 and 26.</summary>
    public ImmutableArray<int> Ranks { get; init; } = Ranks.IsDefault ? [] : Ranks;

    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>alignment-030000</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"alignment-{Checkpoint:D6}");

    /// <summary>The ranks for a model: as asked for, or by the rule.</summary>
    /// <param name="width">The model's width.</param>
    /// <returns>Rising.</returns>
    public ImmutableArray<int> RanksOf(int width) => Ranks.IsEmpty
        ? [.. new[] { 1, 2, 4, 8, PapersDigitRank, 16, PapersNameRank }.Where(rank => rank <= width / 2).Order()]
        : [.. Ranks.Distinct().Order()];

    /// <summary>Lists everything that is wrong with this spec for a model.</summary>
    /// <param name="layers">The model's layers.</param>
    /// <param name="width">The model's width.</param>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated(int layers, int width)
    {
        var problems = new List<string>();
        problems.AddRange(Layers.Where(layer => layer < 1 || layer > layers).Select(layer => $"there is no layer {layer}; there are 1-{layers}"));
        problems.AddRange(Ranks.Where(rank => rank < 1 || rank > width).Select(rank => $"rank is {rank}; it must be from 1 to the width, {width}"));
        foreach ((string name, int value, int least) in new[]
        {
            ("trainPairs", TrainPairs, 20), ("testPairs", TestPairs, 10), ("steps", Steps, 10), ("draws", Draws, 1),
        })
        {
            if (value < least)
            {
                problems.Add($"{name} is {value}; it must be at least {least}");
            }
        }

        return problems;
    }
}
