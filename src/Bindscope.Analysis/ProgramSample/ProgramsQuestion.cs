using System.Collections.Immutable;

namespace Bindscope.Analysis.ProgramSample;

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record ProgramsQuestion(int Format, ImmutableArray<int> Programs);
