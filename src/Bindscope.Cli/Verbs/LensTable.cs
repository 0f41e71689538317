using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.LogitLens.Tuned;
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

    /// <summary>Plain beside tuned, layer by layer.</summary>
    public static void Write(string run, TunedLensResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(
            $"{run}, step {result.Checkpoint}: the colon through a lens of its own for each layer; learned on {result.FitPrograms} programs, measured on "
            + $"{result.TestPrograms} others. Answer on top in % by layer entered (1-{result.Layers + 1})");
        Table table = Tables.Plain("hops", "answer line", "programs", "plain", "tuned", "line 1's digit, tuned", "divergence, plain", "tuned, nats");
        foreach (var group in result.Cells.GroupBy(cell => (cell.Hops, cell.AnswerLine)))
        {
            TunedLensCell[] plain = [.. group.Where(cell => cell.Lens == LensKind.Plain)];
            TunedLensCell[] tuned = [.. group.Where(cell => cell.Lens == LensKind.Tuned)];
            table.Row(
                $"{group.Key.Hops}",
                AnswerLineGroups.NameOf(group.Key.AnswerLine),
                $"{plain[0].Answer.Programs}",
                string.Join(" ", plain.Select(cell => Tables.Percent(cell.Answer.Value))),
                string.Join(" ", tuned.Select(cell => Tables.Percent(cell.Answer.Value))),
                string.Join(" ", tuned.Select(cell => cell.FirstLine is { } first ? Tables.Percent(first.Value) : ".")),
                string.Join(" ", plain.Select(cell => Tables.Invariant($"{cell.Divergence.Value:0.0}"))),
                string.Join(" ", tuned.Select(cell => Tables.Invariant($"{cell.Divergence.Value:0.0}"))));
        }

        console.Write(table);
        string[] falling = [.. result.Fits.Where(fit => !fit.Converged).Select(fit => $"layer {fit.Layer}")];
        console.WriteLine($"still falling when training ended: {(falling.Length == 0 ? "none" : string.Join(", ", falling))}");
    }
}
