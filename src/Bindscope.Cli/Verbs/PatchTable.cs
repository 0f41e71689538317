using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Controls;
using Bindscope.Analysis.Roles;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>
/// A patching sweep as tables: success by layer and token for the residual stream, a ranking for heads and MLPs, then controls.
/// </summary>
internal static class PatchTable
{
    private const int Ranks = 16;
    private const int Columns = 8;
    private const int PointersShown = 3;

    /// <summary>A pointer's interval begins above this; chance alone gives one in ten.</summary>
    private const double LeastPointer = 0.12;

    public static void Write(string run, PatchResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(Tables.Invariant($"{run}, step {result.Checkpoint}: {Name(result.Target)} patched, source into base"));
        if (result.Target == PatchTarget.Residual)
        {
            foreach (GroupEffects group in result.Groups)
            {
                WriteGrid(console, group);
            }
        }
        else
        {
            WriteRanking(console, result);
        }

        console.WriteLine("controls, % at the cell of each group where the sweep itself succeeds most among layers 2 and later:");
        WriteControls(console, result);
        WritePointers(console, result);
    }

    /// <summary>The controls' cells are those of the value. The way to it may be carried elsewhere, where the sweep itself sees nothing.</summary>
    private static void WritePointers(IAnsiConsole console, PatchResult result)
    {
        Table table = Tables.Plain("hops, line", "cell", "pointer, %", "value", "kept", "the sweep's success");
        foreach (GroupEffects group in result.Groups)
        {
            IEnumerable<OutcomeCell> pointers = group.Controls.MovedRoot.Where(cell => cell.Pointer.Low > LeastPointer)
                .OrderByDescending(cell => cell.Pointer.Value).Take(PointersShown);
            foreach (OutcomeCell cell in pointers)
            {
                table.Row(
                    Tables.Invariant($"{group.Hops}, {AnswerLineGroups.NameOf(group.AnswerLine)}"),
                    $"{cell.Layer}{(cell.Head > 0 ? $".{cell.Head}" : "")}, {cell.Role}",
                    Tables.Percent(cell.Pointer),
                    Tables.Percent(cell.Value),
                    Tables.Percent(cell.Kept),
                    group.Cells.FirstOrDefault(one => Same(cell.Layer, cell.Head, cell.Role, one)) is { } own ? Tables.Percent(own.Success) : "");
            }
        }

        if (table.Rows.Count == 0)
        {
            console.WriteLine("moved root: no cell carries the root's address rather than its digit");
            return;
        }

        console.WriteLine("moved root: cells that carry the root's address rather than its digit");
        console.Write(table);
    }

    private static void WriteGrid(IAnsiConsole console, GroupEffects group)
    {
        TokenRole[] roles = [.. group.Cells.Select(cell => cell.Role).Distinct()];
        int[] layers = [.. group.Cells.Select(cell => cell.Layer).Distinct()];
        console.WriteLine(Title(group) + "; success in % (95 %) by layer entered");
        Table table = Tables.Plain(["token", .. layers.Select(layer => Tables.Invariant($"layer {layer}"))]);
        foreach (TokenRole role in roles)
        {
            IEnumerable<string> cells = group.Cells.Where(cell => cell.Role == role)
                .Select(cell => layers.Length > Columns ? Tables.Percent(cell.Success.Value) : Tables.Percent(cell.Success));
            table.Row([role.ToString(), .. cells]);
        }

        console.Write(table);
    }

    private static void WriteRanking(IAnsiConsole console, PatchResult result)
    {
        foreach (GroupEffects group in result.Groups)
        {
            console.WriteLine(Title(group));
        }

        console.WriteLine("by effect (growth of logit(source's answer) - logit(base's answer)) in programs with the answer after line 2:");
        Table table = Tables.Plain(
            "rank", result.Target == PatchTarget.Heads ? "head" : "mlp", "effect (95 %)", "at", "hops", "success", "serves", "elsewhere");
        foreach ((ComponentRank rank, int number) in result.Ranking.Take(Ranks).Select((rank, i) => (rank, i + 1)))
        {
            RoleEffect best = rank.Strongest;
            IEnumerable<string> others = rank.ByRole.Where(effect => effect.Role != best.Role && effect.Effect.Low > 0.5)
                .Take(3).Select(effect => Tables.Invariant($"{effect.Role} {Tables.Signed(effect.Effect.Value)}"));
            table.Row(
                $"{number}",
                rank.Head > 0 ? $"{rank.Layer}.{rank.Head}" : $"{rank.Layer}",
                Tables.Signed(best.Effect),
                best.Role.ToString(),
                $"{best.Hops}",
                Tables.Percent(best.Success),
                rank.Serves,
                string.Join(", ", others));
        }

        console.Write(table);
    }

    private static void WriteControls(IAnsiConsole console, PatchResult result)
    {
        Table table = Tables.Plain(
            "hops, line", "cell", "sweep", "swapped", "unrelated", "random", "moved root: value", "pointer", "kept", "no-op: largest change");
        foreach (GroupEffects group in result.Groups)
        {
            EffectCell best = group.Cells.Where(cell => cell.Layer > 1 || result.Layers == 1).MaxBy(cell => cell.Success.Value)!;
            GroupControls controls = group.Controls;
            string At(IEnumerable<EffectCell> cells) =>
                cells.FirstOrDefault(cell => Same(cell.Layer, cell.Head, cell.Role, best)) is { } found
                    ? Tables.Percent(found.Success)
                    : "";
            OutcomeCell? moved = controls.MovedRoot.FirstOrDefault(cell => Same(cell.Layer, cell.Head, cell.Role, best));
            table.Row(
                Tables.Invariant($"{group.Hops}, {AnswerLineGroups.NameOf(group.AnswerLine)}"),
                $"{best.Layer}{(best.Head > 0 ? $".{best.Head}" : "")}, {best.Role}",
                Tables.Percent(best.Success),
                At(controls.Swapped),
                At(controls.Unrelated),
                At(controls.Random),
                moved is null ? "" : Tables.Percent(moved.Value),
                moved is null ? "" : Tables.Percent(moved.Pointer),
                moved is null ? "" : Tables.Percent(moved.Kept),
                Tables.Invariant($"{controls.NoOpLargestChange:0.#e+0}"));
        }

        console.Write(table);
    }

    private static bool Same(int layer, int head, TokenRole role, EffectCell cell) =>
        layer == cell.Layer && head == cell.Head && role == cell.Role;

    private static string Title(GroupEffects group) =>
        Tables.Title(group.Hops, group.AnswerLine, group.Programs, group.Solved, group.Tried);

    private static string Name(PatchTarget target) => target switch
    {
        PatchTarget.Residual => "residual entering each layer",
        PatchTarget.Heads => "each head's contribution",
        _ => "each MLP's output",
    };
}
