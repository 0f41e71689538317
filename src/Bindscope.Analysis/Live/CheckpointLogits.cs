using System.Collections.Immutable;

namespace Bindscope.Analysis.Live;

/// <summary>What one checkpoint answers to one program.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Logits">The ten digits' logits at the colon.</param>
/// <param name="Lens">
/// The same read from the residual that enters each layer, and, last, from what leaves the last one: by layer, then digit.
/// </param>
public sealed record CheckpointLogits(int Step, ImmutableArray<float> Logits, ImmutableArray<ImmutableArray<float>> Lens);
