using System.Collections.Immutable;
using System.Text;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Cli.Verbs;

/// <summary>A program's text with something to say about its lines.</summary>
internal static class ProgramListing
{
    /// <summary>The answer, the chain to it, and what every line binds, as a table.</summary>
    public static string Trace(SymbolicProgram program, Execution execution)
    {
        var hops = Execution.HopsInWords(execution.Hops);
        var text = new StringBuilder()
            .Append($"#{program.Query}:{execution.Value}   {hops}, root on line {execution.RootLine}, ")
            .Append($"chain {string.Join(" -> ", execution.ChainLines.Select(line => $"line {line}"))} -> query\n\n")
            .Append("line  text  value  depth  root line  chain\n");
        for (var line = 1; line <= program.Lines.Length; line++)
        {
            var (value, depth, root) = execution.Lines[line - 1];
            var place = execution.ChainLines.IndexOf(line);
            var chain = place < 0 ? "" : place == 0 ? "root" : $"depth {place + 1}";
            text.Append($"{line,4}  {program.Lines[line - 1],-4}  {value,5}  {depth,5}  {root,9}  {chain}".TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}

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
