using System.Collections.Immutable;

namespace Bindscope.Analysis.Live;

/// <summary>The answers to a program and to its counterfactual.</summary>
/// <param name="Base">The ten digits' logits at the base's colon.</param>
/// <param name="Source">The ten digits' logits at the source's colon.</param>
public sealed record LogitPair(ImmutableArray<float> Base, ImmutableArray<float> Source);
