using System.Collections.Immutable;

namespace Bindscope.Analysis.LogitLens;

/// <summary>What the lens reads at one token of one program.</summary>
/// <param name="Position">0-based.</param>
/// <param name="Token">The character.</param>
/// <param name="DigitLogits">Logits of the ten digits (inner) at each layer (outer): entering layer 1, 2, ..., leaving the last.</param>
/// <param name="Top">The top token among all, at each layer.</param>
public sealed record LensMapToken(int Position, string Token, ImmutableArray<ImmutableArray<double>> DigitLogits, ImmutableArray<string> Top);
