using System.Globalization;

namespace Bindscope.Analysis.Generalisation;

/// <summary>How far beyond its training a checkpoint is tried.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Programs">New programs of each form, 1 or more.</param>
/// <param name="MaximumLines">The longest programs, 2-100; shorter where the model has no positions for them.</param>
/// <param name="MaximumHops">The longest chains, 1 or more; shorter where programs of the task's length have no room for them.</param>
/// <param name="Seed">Draws the programs.</param>
/// <remarks>The paper's figures 8 and 9 go to 25 lines and 13 hops.</remarks>
public sealed record GeneralisationSpec(int Checkpoint, int Programs = 100, int MaximumLines = 25, int MaximumHops = 13, ulong Seed = 1)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>With the checkpoint's step.</returns>
    public string FolderName() => "generalisation-" + Checkpoint.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }

        Require(Programs >= 1, $"programs is {Programs}; it must be at least 1");
        Require(MaximumLines is >= 2 and <= 100, $"maximumLines is {MaximumLines}; it must be 2-100");
        Require(MaximumHops >= 1, $"maximumHops is {MaximumHops}; it must be at least 1");
        return problems;
    }
}
