using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Subspaces;

/// <summary>Subspaces and swaps as tables.</summary>
internal static class SubspaceViews
{
    internal static IEnumerable<View> Of(SubspaceResult result)
    {
        yield return View.Of(
            $"components of the vectors that enter a layer at the tokens asked for, chosen from {result.Components} of {result.Width}; %",
            ["layer", "target", "rank", "variance", "held-out accuracy", "unshrunk", "all components", "shuffled labels", "penalty", "gap"],
            result.Findings.Select(one => (IEnumerable<Cell>)
            [
                one.Layer,
                Cell.Words(one.Target),
                one.Components.Length,
                Cell.Percent(one.Variance),
                Cell.Percent(one.Accuracy),
                Cell.Percent(one.UnshrunkAccuracy),
                Cell.Percent(one.AllComponentsAccuracy),
                Cell.Percent(one.ShuffledAccuracy),
                Cell.Number(one.Penalty, "0.0000"),
                Cell.Number(one.Gap, "0.0e0"),
            ])).Named("findings");
        SwapArm[] arms = [.. result.Findings.SelectMany(one => one.Swaps).Select(swap => swap.Arm).Distinct()];
        yield return View.Of(
            $"swaps: programs that then answer as the source does, % (random: mean, and lowest to highest of the draws)",
            ["swap, rank", .. result.Findings.Select(one => $"{one.Layer} {Cell.Words(one.Target)}")],
            [
                ["pairs", .. result.Findings.Select(one => (Cell)one.Pairs)],
                .. arms.Select(arm => (IEnumerable<Cell>)
                [
                    arm.ToString(),
                    .. result.Findings.Select(one => one.Swaps.FirstOrDefault(swap => swap.Arm == arm) is { } swap ? Outcome(swap) : ""),
                ]),
            ]);
    }

    private static Cell Outcome(SwapOutcome swap) => swap.Draws == 1
        ? Cell.Percent(swap.Success)
        : new Cell(
            $"{Cell.Percent(swap.Success.Value).Text} ({Cell.Percent(swap.Lowest).Text}-{Cell.Percent(swap.Highest).Text})",
            swap.Success.Value,
            swap.Lowest,
            swap.Highest);
}
