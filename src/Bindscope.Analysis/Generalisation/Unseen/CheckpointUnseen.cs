using System.Collections.Immutable;

namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>Symbols in unseen roles at one checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Comparisons">By role and kind of pair: all pairs, then by hops, by where the answer stands, by both and by unseen symbol;
/// groups without pairs are left out.</param>
/// <param name="Sayings">By role, kind of pair and arm.</param>
public sealed record CheckpointUnseen(int Step, ImmutableArray<UnseenComparison> Comparisons, ImmutableArray<UnseenSaying> Sayings);
