namespace Bindscope.Tests;

/// <summary>Tests of what belongs to the whole process, its heap or its count of tensors: they run one after another, when all others have ended.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
