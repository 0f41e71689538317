using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.LogitLens;

/// <summary>What the lens reads, layer by layer, as tables.</summary>
internal static class LensViews
{
    internal static IEnumerable<View> Of(LensResult result)
    {
        LensCheckpoint last = result.Checkpoints[^1];
        yield return View.Of(
            $"step {last.Step}: share of programs in % whose top digit is the answer (interval) / line 1's digit where it is another");
        foreach (LensGroup group in last.Groups)
        {
            yield return View.Of(
                $"{Execution.HopsInWords(group.Hops)}, {AnswerLineGroups.Words(group.AnswerLine)}: {group.Programs} programs",
                ["token", .. Layers(result.Layers)],
                group.Cells.GroupBy(cell => cell.Role).Select(role => (IEnumerable<Cell>)[role.Key.ToString(), .. role.Select(Of)]));
        }

        if (result.Checkpoints.Length > 1)
        {
            yield return OverTraining(result);
        }
    }

    internal static IEnumerable<View> Of(LensMap map)
    {
        yield return View.Of(
            $"top digit and its lead over the next, by token and layer; the answer is {map.Answer}",
            ["position", "token", .. Layers(map.Tokens[0].DigitLogits.Length - 1)],
            map.Tokens.Select(token => (IEnumerable<Cell>)
            [
                token.Position,
                token.Token.Replace("\n", "\\n", StringComparison.Ordinal),
                .. token.DigitLogits.Select(logits =>
                {
                    double[] sorted = [.. logits.OrderDescending()];
                    return (Cell)$"{logits.IndexOf(sorted[0])} ({Cell.Signed(sorted[0] - sorted[1]).Text})";
                }),
            ]));
    }

    private static View OverTraining(LensResult result) => View.Of(
        $"at the colon, over the checkpoints: answer / line 1's digit, pooled over hops, answer after line 2",
        ["step", .. Layers(result.Layers)],
        result.Checkpoints.Select(checkpoint => (IEnumerable<Cell>)
        [
            checkpoint.Step,
            .. checkpoint.Groups.Where(group => group.AnswerLine == AnswerLineGroup.Later)
                .SelectMany(group => group.Cells).Where(cell => cell.Role == TokenRole.Colon)
                .GroupBy(cell => cell.Layer).OrderBy(layer => layer.Key).Select(layer => (Cell)(
                    $"{Pooled(layer, cell => (cell.Answer.Value, cell.Answer.Programs))} / "
                    + Pooled(layer, cell => (cell.FirstLine?.Value ?? 0, cell.FirstLine?.Programs ?? 0)))),
        ]));

    private static IEnumerable<string> Layers(int layers) => [.. Enumerable.Range(1, layers).Select(layer => $"enters {layer}"), "leaves the last"];

    private static string Pooled(IEnumerable<LensCell> cells, Func<LensCell, (double Share, int Programs)> of)
    {
        int programs = cells.Sum(cell => of(cell).Programs);
        return programs == 0 ? "." : Cell.Percent(cells.Sum(cell => of(cell).Share * of(cell).Programs) / programs).Text;
    }

    private static Cell Of(LensCell cell)
    {
        Cell answer = Cell.Percent(cell.Answer);
        return cell.FirstLine is { } first ? answer with { Text = $"{answer.Text} / {Cell.Percent(first.Value).Text}" } : answer;
    }
}
