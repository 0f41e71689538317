using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Single;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Figure 3a as a table: a row a token, a column a layer.</summary>
internal static class MapTable
{
    /// <summary>Writes the tokens at which some patch changed something.</summary>
    public static void Write(string run, ProgramPair pair, PatchMap map, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(
            Tables.Invariant($"{run}, step {map.Checkpoint}: residual entering each layer, source into base; ")
            + Tables.Invariant($"{map.BaseAnswer} -> {map.SourceAnswer}, hops: {pair.BaseExecution.Hops}"));
        console.WriteLine("change of the source digit's logit, as a share of the map's largest; * the answer became the source's");
        Table table = Tables.Plain(
            ["token", "line", "text", "role", .. Enumerable.Range(1, map.Layers).Select(layer => Tables.Invariant($"layer {layer}"))]);
        foreach (MapToken token in map.Tokens)
        {
            MapCell[] row = [.. map.Cells.Where(cell => cell.Position == token.Position)];
            if (token.Role is not null || row.Any(cell => Math.Abs(cell.Normalised) >= 0.05 || cell.Success))
            {
                string text = token.Text == '\n' ? "\\n" : token.Text.ToString();
                table.Row([$"{token.Position}", $"{token.Line}", text, token.Role ?? "", .. row.Select(Show)]);
            }
        }

        console.Write(table);
        console.WriteLine("tokens left out: no role, and no change of 5 % or more");
    }

    private static string Show(MapCell cell) =>
        cell.Changed ? Tables.Signed(cell.Normalised) + (cell.Success ? "*" : "") : ".";
}
