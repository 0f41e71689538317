using System.Collections.Immutable;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Cli.Verbs;

/// <summary>A program and its answer as JSON shows them.</summary>
/// <param name="Program">The prompt, with its newlines and without the answer.</param>
/// <param name="Query">The queried variable.</param>
/// <param name="Answer">The answer, 0-9.</param>
/// <param name="Hops">The number of assignments from the queried variable to the root.</param>
/// <param name="RootLine">The line that holds the root, 1-based.</param>
/// <param name="ChainLines">The lines of the chain from the root to the queried variable, 1-based.</param>
/// <param name="Lines">Every line's state after it has run; null leaves them out.</param>
internal sealed record ProgramRow(
    string Program,
    char Query,
    int Answer,
    int Hops,
    int RootLine,
    ImmutableArray<int> ChainLines,
    ImmutableArray<ProgramRow.Line>? Lines)
{
    /// <summary>One assignment and what its variable holds once it has run.</summary>
    /// <param name="Number">Which line, 1-based.</param>
    /// <param name="Text">The assignment, such as <c>b=a</c>.</param>
    /// <param name="Value">The value, 0-9.</param>
    /// <param name="Depth">The number of assignments from this line to its root.</param>
    /// <param name="RootLine">The line that holds the digit, 1-based.</param>
    internal sealed record Line(int Number, string Text, int Value, int Depth, int RootLine);

    /// <summary>The row of a program, without its lines.</summary>
    public static ProgramRow Of(SymbolicProgram program, Execution execution) =>
        new(program.ToText(), program.Query, execution.Value, execution.Hops, execution.RootLine, execution.ChainLines, Lines: null);

    /// <summary>The row of a program, with its lines.</summary>
    public static ProgramRow WithLines(SymbolicProgram program, Execution execution) => Of(program, execution) with
    {
        Lines = [.. program.Lines.Select((line, i) => new Line(
            i + 1, line.ToString(), execution.Lines[i].Value, execution.Lines[i].Depth, execution.Lines[i].RootLine))],
    };
}
