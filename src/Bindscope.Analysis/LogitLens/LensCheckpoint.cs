using System.Collections.Immutable;

namespace Bindscope.Analysis.LogitLens;

/// <summary>The lens at one checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Groups">By hops, then by answer line.</param>
public sealed record LensCheckpoint(int Step, ImmutableArray<LensGroup> Groups);
