using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Roles;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Programs.Execution;
using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Figures;

/// <summary>Figure 3b: a grid of maps, answer line by hops, each of layers by tokens.</summary>
internal static class RouteFigure
{
    private const double CellHeight = 19;
    private const double Gap = 26;

    /// <summary>Room for the rows' names.</summary>
    private const double Names = 114;

    internal static Figure Of(RunEvidence run) => Of(
        run.Residual, "figure-3b", "Figure 3b", "the chain's right-hand sides (rhs:1 holds the digit), the query and the colon");

    /// <summary>The same with the tokens after each right-hand side: where this model keeps values if not where the paper's does.</summary>
    internal static Figure WithSpans(RunEvidence run) => Of(
        run.Spans, "figure-3b-spans", "Figure 3b, with the tokens after each right-hand side", "the same and the three tokens after"
            + " each right-hand side (+3 after rhs:1: the equals sign of the next line)");

    private static Figure Of(Source<PatchResult> source, string id, string label, string tokens)
    {
        string what = $"Success of residual patching: share of programs whose answer becomes the counterfactual's, by the layer"
            + $" entered (upwards) and the token: {tokens}.";
        if (source.Shown is not { } sweep)
        {
            return Figure.Absent(id, label, what, source.Missing, source.Command);
        }

        string caption = source.Caption($"{what} Columns: hops; rows: where the answer stands. Step {Numbers.Whole(sweep.Checkpoint)}; only"
            + " programs whose base and counterfactual are both solved.");
        int[] hops = [.. sweep.Groups.Select(group => group.Hops).Distinct().Order()];
        AnswerLineGroup[] lines = [.. sweep.Groups.Select(group => group.AnswerLine).Distinct().Order()];
        double cell = sweep.Groups.Max(group => Roles(group).Length) > 8 ? 23 : 34;
        double[] widths =
            [.. hops.Select(depth => cell * sweep.Groups.Where(group => group.Hops == depth).Max(group => Roles(group).Length))];
        double height = CellHeight * sweep.Layers;
        double whole = Names + widths.Sum() + (Gap * hops.Length);
        var canvas = new SvgCanvas(whole, 12 + (lines.Length * (height + 62)), "Success of residual patching", caption);
        for (int row = 0; row < lines.Length; row++)
        {
            double top = 30 + (row * (height + 62)), left = Names;
            canvas.Text(8, top + (height / 2), AnswerName(lines[row]), "start small");
            for (int column = 0; column < hops.Length; column++)
            {
                if (sweep.Groups.FirstOrDefault(group => group.Hops == hops[column] && group.AnswerLine == lines[row]) is { } group)
                {
                    Map(group, sweep.Layers).Draw(canvas, new Area(left, top, cell * Roles(group).Length, height));
                }

                left += widths[column] + Gap;
            }
        }

        return new Figure(id, label, caption, canvas, [Table(sweep)], "", source.Command);
    }

    /// <summary>A token's name on an axis, where it stands right of the token that its offset is counted from.</summary>
    internal static string RoleName(TokenRole role) => role.Offset > 0 ? $"+{role.Offset}" : role.ToString();

    internal static string AnswerName(AnswerLineGroup line) => line switch
    {
        AnswerLineGroup.First => "answer on line 1",
        AnswerLineGroup.Second => "on line 2",
        _ => "after line 2",
    };

    private static TokenRole[] Roles(GroupEffects group) => [.. group.Cells.Select(cell => cell.Role).Distinct()];

    private static HeatMap Map(GroupEffects group, int layers)
    {
        TokenRole[] roles = Roles(group);
        HeatCell Cell(int layer, TokenRole role) => group.Cells.FirstOrDefault(cell => cell.Layer == layer && cell.Role == role) is { } cell
            ? new HeatCell(
                cell.Success.Value,
                cell.Success.Value >= 0.005 ? $"{100 * cell.Success.Value:0}" : "",
                $"layer {layer}, {role}: {Measure.Of(cell.Success).Text()} of {cell.Success.Programs}")
            : new HeatCell(null, "", "no program has this token");
        return new HeatMap(
            $"{Execution.HopsInWords(group.Hops)}, n = {group.Programs}",
            [.. Enumerable.Range(1, layers).Select(layer => $"{layer}")],
            [.. roles.Select(RoleName)],
            [.. Enumerable.Range(1, layers).Select(layer => roles.Select(role => Cell(layer, role)).ToImmutableArray())]);
    }

    private static DataTable Table(PatchResult sweep) => new(
        ["hops", "answer line", "token", "layer", "success", "95 % interval", "n", "effect on the logit difference"],
        [
            .. from effects in sweep.Groups
               from cell in effects.Cells
               where cell.Success.Value > 0
               select ImmutableArray.Create(
                   $"{effects.Hops}", AnswerName(effects.AnswerLine), cell.Role.ToString(), $"{cell.Layer}",
                       Numbers.Percent(cell.Success.Value),
                   TrainingFigures.Interval(cell.Success), $"{cell.Success.Programs}",
                       Numbers.Plain(cell.Effect.Value)),
        ]);
}
