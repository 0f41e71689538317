using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Abstraction;

/// <summary>A base program, a source, and what the interpreter answers when one of its variables is taken from the source.</summary>
/// <param name="Programs">Base and source.</param>
/// <param name="Predictions">The interpreter's answers, in the order of <see cref="InterpreterVariable.Of"/>.</param>
/// <param name="Lines">The two lines that exchange names, 1-based; empty for other kinds of source.</param>
internal sealed record InterchangeCase(ProgramPair Programs, ImmutableArray<int> Predictions, ImmutableArray<int> Lines);
