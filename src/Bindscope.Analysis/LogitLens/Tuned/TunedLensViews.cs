using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.LogitLens.Tuned;

/// <summary>Plain beside tuned, layer by layer, as a table.</summary>
internal static class TunedLensViews
{
    internal static IEnumerable<View> Of(TunedLensResult result)
    {
        yield return View.Of(
            $"""
            the colon through a lens of its own for each layer; learned on {result.FitPrograms} programs, measured on {result.TestPrograms} others
            answer on top in % by layer entered (1-{result.Layers + 1})
            """,
            ["hops", "answer line", "programs", "plain", "tuned", "line 1's digit, tuned", "divergence, plain", "tuned, nats"],
            result.Cells.GroupBy(cell => (cell.Hops, cell.AnswerLine)).Select(group =>
            {
                TunedLensCell[] plain = [.. group.Where(cell => cell.Lens == LensKind.Plain)];
                TunedLensCell[] tuned = [.. group.Where(cell => cell.Lens == LensKind.Tuned)];
                return (IEnumerable<Cell>)
                [
                    group.Key.Hops,
                    AnswerLineGroups.NameOf(group.Key.AnswerLine),
                    plain[0].Answer.Programs,
                    Join(plain, cell => Cell.Percent(cell.Answer.Value)),
                    Join(tuned, cell => Cell.Percent(cell.Answer.Value)),
                    Join(tuned, cell => cell.FirstLine is { } first ? Cell.Percent(first.Value) : "."),
                    Join(plain, cell => Cell.Number(cell.Divergence.Value, "0.0")),
                    Join(tuned, cell => Cell.Number(cell.Divergence.Value, "0.0")),
                ];
            }));
        string[] falling = [.. result.Fits.Where(fit => !fit.Converged).Select(fit => $"layer {fit.Layer}")];
        yield return View.Of($"still falling when training ended: {(falling.Length == 0 ? "none" : string.Join(", ", falling))}");
    }

    private static string Join(TunedLensCell[] cells, Func<TunedLensCell, Cell> of) => string.Join(" ", cells.Select(cell => of(cell).Text));
}
