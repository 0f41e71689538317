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
