using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;

namespace Bindscope.Analysis.Development;

/// <summary>A residual sweep of one group of programs, as the choice of cells needs it.</summary>
internal sealed record GroupCells(int Hops, AnswerLineGroup AnswerLine, ImmutableArray<EffectCell> Cells);
