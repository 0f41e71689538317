using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Development;

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record DevelopmentQuestion(PairSelection Selection, int Last, ImmutableArray<FollowedCell> Cells);
