using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Abstraction;

/// <summary>On which programs the interpreter's variables are looked for.</summary>
/// <param name="Selection">
/// Programs of each hops and kind of source, the same at every checkpoint: those of which the last checkpoint solves base and source.
/// </param>
/// <param name="Share">
/// A variable has moved in when its accuracy stays at or above this share of its accuracy at the last checkpoint, above 0 and up to 1.
/// </param>
public sealed record AbstractionSpec(PairSelection Selection, double Share = 0.5)
{
    /// <summary>The name of the analysis's folder.</summary>
    public const string FolderName = "abstraction";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() =>
        Share is > 0 and <= 1 ? Selection.Validated() : [.. Selection.Validated(), $"share is {Share}; it must be above 0 and at most 1"];
}
