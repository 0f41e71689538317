using System.Collections.Immutable;

namespace Bindscope.Analysis.Pairs;

/// <summary>The pairs of one group of programs.</summary>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Available">Programs of the test set in this group.</param>
/// <param name="Tried">Of those, the ones that were looked at until there were enough.</param>
/// <param name="Solved">Of those that were looked at, the ones of which the model solves base and source.</param>
/// <param name="Pairs">The pairs that count.</param>
public sealed record PairGroup(
    int Hops, AnswerLineGroup AnswerLine, int Available, int Tried, int Solved, ImmutableArray<ProgramPair> Pairs);
