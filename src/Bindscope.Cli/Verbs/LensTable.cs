using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>What the lens reads, layer by layer.</summary>
internal static class LensTable
{
    public static void Write(string run, LensResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        LensCheckpoint last = result.Checkpoints[^1];
        console.WriteLine(
            $"{run}, step {last.Step}: share of programs in % whose top digit is the answer (interval) / line 1's digit where it is another");
        foreach (LensGroup group in last.Groups)
        {
            console.WriteLine(
                $"{group.Hops} hop{(group.Hops == 1 ? "" : "s")}, {AnswerLineGroups.Words(group.AnswerLine)}: {group.Programs} programs");
            Table table = Tables.Plain(["token", .. Enumerable.Range(1, result.Layers).Select(layer => $"enters {layer}"), "leaves the last"]);
            foreach (IGrouping<TokenRole, LensCell> role in group.Cells.GroupBy(cell => cell.Role))
            {
                table.Row([role.Key.ToString(), .. role.Select(Text)]);
            }

            console.Write(table);
        }

        if (result.Checkpoints.Length > 1)
        {
            WriteOverTime(console, result);
        }
    }

    public static void Write(string run, LensMap map, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine($"{run}, step {map.Checkpoint}: top digit and its lead over the next, by token and layer; the answer is {map.Answer}");
        int layers = map.Tokens[0].DigitLogits.Length - 1;
        Table table = Tables.Plain(["position", "token", .. Enumerable.Range(1, layers).Select(layer => $"enters {layer}"), "leaves the last"]);
        foreach (LensMapToken token in map.Tokens)
        {
            table.Row(
            [
                $"{token.Position}",
                token.Token.Replace("\n", "\\n", StringComparison.Ordinal),
                .. token.DigitLogits.Select(logits =>
                {
                    double[] sorted = [.. logits.OrderDescending()];
                    return Tables.Invariant($"{logits.IndexOf(sorted[0])} ({Tables.Signed(sorted[0] - sorted[1])})");
                }),
            ]);
        }

        console.Write(table);
    }

    private static void WriteOverTime(IAnsiConsole console, LensResult result)
    {
        console.WriteLine("at the colon, over the checkpoints: answer / line 1's digit, pooled over hops, answer after line 2");
        Table table = Tables.Plain(["step", .. Enumerable.Range(1, result.Layers).Select(layer => $"enters {layer}"), "leaves the last"]);
        foreach (LensCheckpoint checkpoint in result.Checkpoints)
        {
            LensCell[] cells =
            [
                .. checkpoint.Groups.Where(group => group.AnswerLine == AnswerLineGroup.Later)
                    .SelectMany(group => group.Cells).Where(cell => cell.Role == TokenRole.Colon),
            ];
            table.Row(
            [
                $"{checkpoint.Step}",
                .. cells.GroupBy(cell => cell.Layer).OrderBy(layer => layer.Key).Select(layer => Tables.Invariant(
                    $"{Pooled(layer, cell => (cell.Answer.Value, cell.Answer.Programs))} / ")
                    + Pooled(layer, cell => (cell.FirstLine?.Value ?? 0, cell.FirstLine?.Programs ?? 0))),
            ]);
        }

        console.Write(table);
    }

    private static string Pooled(IEnumerable<LensCell> cells, Func<LensCell, (double Share, int Programs)> of)
    {
        int programs = cells.Sum(cell => of(cell).Programs);
        return programs == 0 ? "." : Tables.Percent(cells.Sum(cell => of(cell).Share * of(cell).Programs) / programs);
    }

    private static string Text(LensCell cell) =>
        $"{Tables.Percent(cell.Answer)}{(cell.FirstLine is { } first ? $" / {Tables.Percent(first.Value)}" : "")}";
}
