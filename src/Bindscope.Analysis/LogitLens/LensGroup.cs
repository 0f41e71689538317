using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.LogitLens;

/// <summary>The programs of one depth with the answer in one place.</summary>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">Where the root stands.</param>
/// <param name="Programs">Programs in the group.</param>
/// <param name="Cells">By token, then by layer.</param>
public sealed record LensGroup(int Hops, AnswerLineGroup AnswerLine, int Programs, ImmutableArray<LensCell> Cells);
