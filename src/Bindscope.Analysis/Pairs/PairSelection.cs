using System.Collections.Immutable;

namespace Bindscope.Analysis.Pairs;

/// <summary>Which programs an analysis uses.</summary>
/// <param name="Programs">Pairs of each group (hops x answer-line group), 1 or more; fewer where the test set has no more.</param>
/// <param name="Seed">Draws the counterfactuals; the same seed gives the same pairs.</param>
/// <param name="Solved">Which pairs count.</param>
/// <param name="Hops">Referential depths, 1 or more; empty for all that the test set has.</param>
/// <param name="AnswerLines">Groups of answer lines; empty for all.</param>
public sealed record PairSelection(
    int Programs = 200,
    ulong Seed = 1,
    SolvedRule Solved = SolvedRule.BothSolved,
    ImmutableArray<int> Hops = default,
    ImmutableArray<AnswerLineGroup> AnswerLines = default)
{
    /// <summary>Referential depths; empty for all that the test set has.</summary>
    public ImmutableArray<int> Hops { get; init; } = Hops.IsDefault ? [] : Hops;

    /// <summary>Groups of answer lines; empty for all.</summary>
    public ImmutableArray<AnswerLineGroup> AnswerLines { get; init; } = AnswerLines.IsDefault ? [] : AnswerLines;

    /// <summary>Whether a group is wanted.</summary>
    internal bool Wants(int hops, AnswerLineGroup answerLine) =>
        (Hops.IsEmpty || Hops.Contains(hops)) && (AnswerLines.IsEmpty || AnswerLines.Contains(answerLine));

    /// <summary>Lists everything that is wrong with this selection.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        if (Programs < 1)
        {
            problems.Add($"programs is {Programs}; it must be at least 1");
        }

        problems.AddRange(Hops.Where(hops => hops < 1).Select(hops => $"hops holds {hops}; it must be at least 1"));
        return problems;
    }
}
