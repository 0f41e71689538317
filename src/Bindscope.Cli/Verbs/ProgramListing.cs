using System.Collections.Immutable;
using System.Text;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Cli.Verbs;

/// <summary>A program's text with something to say about its lines.</summary>
internal static class ProgramListing
{
    private const int LongestLine = 100;

    /// <summary>More mistakes than this are no slips: it is another kind of file.</summary>
    private const int MostProblems = 20;

    /// <summary>The answer, the chain to it, and what every line binds, as a table.</summary>
    public static string Trace(SymbolicProgram program, Execution execution)
    {
        var hops = execution.Hops == 1 ? "1 hop" : $"{execution.Hops} hops";
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

    /// <summary>Every problem with its source line and a caret below the place.</summary>
    /// <param name="source">Where the text came from.</param>
    /// <param name="text">The text that was refused.</param>
    /// <param name="problems">What is wrong with it.</param>
    public static string Problems(string source, string text, ImmutableArray<ProgramProblem> problems)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var list = new StringBuilder($"{source} is no program:");
        foreach (var problem in problems.Take(MostProblems))
        {
            var line = problem.Line <= lines.Length ? lines[problem.Line - 1] : "";
            list.Append($"\n{problem}");
            list.Append($"\n  {problem.Line,4} | {Printable(line)}\n       | {new string(' ', problem.Column - 1)}^");
        }

        if (problems.Length > MostProblems)
        {
            list.Append($"\nand {problems.Length - MostProblems} more");
        }

        return list.ToString();
    }

    // A control character would move the cursor, and with it the caret's place. One character stays one character.
    private static string Printable(string line) => string.Concat(line.Take(LongestLine).Select(c => char.IsControl(c) ? '?' : c));
}
