using Bindscope.Model.Weights;

namespace Bindscope.Training.Packing;

/// <summary>How a run is packed.</summary>
/// <param name="Keep">Checkpoints to keep, 2 or more; all where the run has fewer.</param>
/// <param name="Precision">Bits of the weights, where that changes no prediction.</param>
/// <param name="Programs">Programs of the test split that are asked, its first ones; 0 for all.</param>
/// <param name="Workers">Threads, 1 or more.</param>
/// <param name="Resumable">Whether the newest checkpoint keeps all that training needs to go on.</param>
public sealed record PackSpec(int Keep, WeightPrecision Precision, int Programs = 0, int Workers = 1, bool Resumable = false)
{
    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        foreach ((string name, int value, int least) in new[] { ("keep", Keep, 2), ("programs", Programs, 0), ("workers", Workers, 1) })
        {
            if (value < least)
            {
                problems.Add($"{name} is {value}; it must be at least {least}");
            }
        }

        return problems;
    }
}
