using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Given;

/// <summary>A program that a user hands in.</summary>
/// <param name="Program">The program.</param>
/// <param name="Label">The answer that stands beside it; null where none does. It is compared with the interpreter's, and not believed.</param>
/// <param name="Line">The line of the file on which it stands, or begins, 1-based.</param>
public sealed record GivenProgram(SymbolicProgram Program, int? Label, int Line)
{
    /// <summary>Whether its label is not what the program computes.</summary>
    public bool HasWrongLabel => Label is { } label && label != Interpreter.Run(Program).Value;
}

/// <summary>A pair of programs that a user hands in.</summary>
/// <param name="Base">The program that is intervened on.</param>
/// <param name="Source">The program that patches come from.</param>
public sealed record GivenPair(GivenProgram Base, GivenProgram Source)
{
    /// <summary>The line of the file on which the pair stands, 1-based.</summary>
    public int Line => Base.Line;
}
