namespace Bindscope.Tests;

/// <summary>Tests of what belongs to the whole process: they run one after another, when all others have ended.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "alone";
}
