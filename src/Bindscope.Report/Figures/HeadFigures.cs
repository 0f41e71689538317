using System.Collections.Immutable;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Roles;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Programs.Execution;
using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Figures;

/// <summary>Figures 3c and 10: what patching each head does, at the tokens of the digit's way.</summary>
internal static class HeadFigures
{
    internal static IEnumerable<Figure> Of(RunEvidence run)
    {
        const string what = "Patching one head's contribution at one token: how much logit(new) \u2212 logit(old) grows.";
        if (run.Heads.Shown is not { } sweep)
        {
            return
            [
                Figure.Absent("figure-3c", "Figure 3c", what, run.Heads.Missing, run.Heads.Command),
                Figure.Absent("figure-10", "Figure 10", what, run.Heads.Missing, run.Heads.Command),
            ];
        }

        GroupEffects[] groups = Routes.Later(sweep) is { Length: > 0 } later ? later : [.. sweep.Groups];
        GroupEffects deepest = groups.MaxBy(group => group.Hops)!;
        GroupEffects shown = groups.FirstOrDefault(group => group.Hops == 3) ?? deepest;
        return
        [
            Maps(run, sweep, [shown], "figure-3c", "Figure 3c", what),
            Maps(run, sweep, [.. groups], "figure-10", "Figure 10", what),
        ];
    }

    private static Figure Maps(RunEvidence run, PatchResult sweep, GroupEffects[] groups, string id, string label, string what)
    {
        double strongest = groups.SelectMany(group => group.Cells).Max(cell => Math.Abs(cell.Effect.Value));
        string caption = run.Heads.Caption($"{what} Programs with the answer after line 2, step {Numbers.Whole(sweep.Checkpoint)}; \"Y.X\" is head X"
            + $" of layer Y. Full colour is {Numbers.Plain(strongest)}.");
        double cell = 34, row = sweep.Layers * sweep.Heads > 40 ? 9 : 15, height = row * sweep.Layers * sweep.Heads;
        var left = 48.0;
        double width = groups.Sum(group => (cell * Roles(group).Length) + 40) + 30;
        var canvas = new SvgCanvas(Math.Max(300, width), height + 56, $"{label}: effects of heads", caption);
        foreach (GroupEffects group in groups)
        {
            TokenRole[] roles = Roles(group);
            var area = new Area(left, 26, cell * roles.Length, height);
            Map(group, roles, strongest).Draw(canvas, area);
            left = area.Right + 44;
        }

        return new Figure(id, label, caption, canvas, [Table(groups)], "", run.Heads.Command);
    }

    private static TokenRole[] Roles(GroupEffects group) => [.. group.Cells.Select(cell => cell.Role).Distinct()];

    private static HeatMap Map(GroupEffects group, TokenRole[] roles, double strongest)
    {
        var heads = group.Cells.GroupBy(cell => (cell.Layer, cell.Head)).OrderBy(head => head.Key).ToArray();
        HeatCell Cell(IEnumerable<EffectCell> head, TokenRole role) => head.FirstOrDefault(one => one.Role == role) is { } one
            ? new HeatCell(
                one.Effect.Value / Math.Max(strongest, 1e-9),
                Math.Abs(one.Effect.Value) >= strongest / 10 ? $"{one.Effect.Value:0.0}" : "",
                $"head {one.Layer}.{one.Head} at {role}: {Numbers.Plain(one.Effect.Value)} ({Numbers.Plain(one.Effect.Low)} to"
                    + $" {Numbers.Plain(one.Effect.High)}), success {Numbers.Percent(one.Success.Value)}, n = {one.Effect.Programs}")
            : new HeatCell(null, "", "");
        return new HeatMap(
            $"{Execution.HopsInWords(group.Hops)}, n = {group.Programs}",
            [.. heads.Select(head => $"{head.Key.Layer}.{head.Key.Head}")],
            [.. roles.Select(RouteFigure.RoleName)],
            [.. heads.Select(head => roles.Select(role => Cell(head, role)).ToImmutableArray())]);
    }

    private static DataTable Table(GroupEffects[] groups) => new(
        ["hops", "head", "token", "effect", "95 % interval", "success", "n"],
        [
            .. from effects in groups
               from one in effects.Cells
               orderby effects.Hops, Math.Abs(one.Effect.Value) descending
               select ImmutableArray.Create(
                   $"{effects.Hops}", $"{one.Layer}.{one.Head}", one.Role.ToString(), Numbers.Plain(one.Effect.Value),
                   $"{Numbers.Plain(one.Effect.Low)} to {Numbers.Plain(one.Effect.High)}", Numbers.Percent(one.Success.Value),
                       $"{one.Effect.Programs}"),
        ]);
}
