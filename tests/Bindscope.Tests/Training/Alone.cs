namespace Bindscope.Tests.Training;

/// <summary>Tests that watch or use what the whole process shares: the count of tensors, torch's own random generator.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
