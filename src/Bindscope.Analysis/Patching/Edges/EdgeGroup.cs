using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Patching.Edges;

/// <summary>The edges of one group of programs.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Available">Programs of the test set in this group.</param>
/// <param name="Tried">Of those, the ones that were looked at.</param>
/// <param name="Solved">Of those that were looked at, the ones of which the model solves base and source.</param>
/// <param name="Programs">Pairs that were used.</param>
/// <param name="Cells">The edges, those whose cut costs most first.</param>
public sealed record EdgeGroup(
    int Hops, AnswerLineGroup AnswerLine, int Available, int Tried, int Solved, int Programs, ImmutableArray<EdgeCell> Cells);
