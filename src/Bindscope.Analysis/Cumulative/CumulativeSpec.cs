using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Cumulative;

/// <summary>How the routes are found and what is done to them.</summary>
/// <param name="PairsPerGroup">Pairs of each group (hops x answer line) that find the routes' parts, 2 or more.</param>
/// <param name="Programs">Programs of the test set whose answers are counted, 10 or more; the means are over as many others.</param>
/// <param name="Share">A part belongs to a route if its effect is at least this share of the route's largest, above 0 and up to 1.</param>
/// <param name="Draws">Random sets of parts, 1 or more.</param>
/// <param name="Seed">Draws counterfactuals and random parts.</param>
/// <param name="Solved">Which pairs find the circuit.</param>
public sealed record CumulativeSpec(
    int PairsPerGroup = 60,
    int Programs = 500,
    double Share = 0.2,
    int Draws = 3,
    ulong Seed = 1,
    SolvedRule Solved = SolvedRule.BothSolved)
{
    /// <summary>The name of the analysis's folder.</summary>
    public const string FolderName = "cumulative";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        foreach ((string name, int value, int least) in new[]
        {
            ("pairsPerGroup", PairsPerGroup, 2), ("programs", Programs, 10), ("draws", Draws, 1),
        })
        {
            if (value < least)
            {
                problems.Add($"{name} is {value}; it must be at least {least}");
            }
        }

        if (Share is not (> 0 and <= 1))
        {
            problems.Add(FormattableString.Invariant($"share is {Share}; it must be above 0 and at most 1"));
        }

        return problems;
    }
}
