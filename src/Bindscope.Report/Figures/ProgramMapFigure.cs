using System.Collections.Immutable;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Figures;

/// <summary>Figure 3a: one program, every layer and token.</summary>
internal static class ProgramMapFigure
{
    internal static Figure Of(RunEvidence run)
    {
        const string label = "Figure 3a";
        const string what = "One program: the change of the new digit's logit when one token's residual is patched on entering one"
            + " layer, divided by the largest change.";
        if (run.Map.Shown is not { } map)
        {
            return Figure.Absent("figure-3a", label, what, run.Map.Missing, run.Map.Command);
        }

        string program = string.Concat(map.Tokens.Select(token => token.Text)).ReplaceLineEndings(" ").Trim();
        string caption = $"{what} Base answer {map.BaseAnswer}, counterfactual {map.SourceAnswer}, step"
            + $" {Numbers.Whole(map.Checkpoint)}: {program}. Dots: where the patch changes the answer.";
        const double cell = 13;
        var plot = new Area(44, 24, cell * map.Tokens.Length, 20.0 * map.Layers);
        var canvas = new SvgCanvas(plot.Right + 12, plot.Bottom + 58, "Residual patching of one program", caption);
        ImmutableArray<string> names = [.. map.Tokens.Select(token => token.Text == '\n' ? "\u21b5" : token.Text.ToString())];
        new HeatMap(
            "layer entered",
            [.. Enumerable.Range(1, map.Layers).Select(layer => $"{layer}")],
            names,
            [
                .. Enumerable.Range(1, map.Layers).Select(layer => map.Cells.Where(one => one.Layer == layer).OrderBy(one => one.Position)
                    .Select(one => new HeatCell(
                        one.Normalised,
                        one.Success ? "\u2022" : "",
                        $"layer {layer}, token {one.Position}: {Numbers.Plain(one.NewDigitChange)}; answers {one.Top}")).ToImmutableArray()),
            ]).Draw(canvas, plot);
        foreach (var token in map.Tokens.Where(token => token.Role is not null))
        {
            canvas.TextUpwards(plot.Left + ((token.Position + 0.5) * cell) + 4, plot.Bottom + 36, token.Role!, "middle small quiet");
        }

        return new Figure(
            "figure-3a",
            label,
            caption,
            canvas,
            [new DataTable(
                ["layer", "position", "token", "role", "change", "normalised", "answers"],
                [
                    .. map.Cells.Where(one => one.Changed).Select(one => ImmutableArray.Create(
                        $"{one.Layer}", $"{one.Position}", names[one.Position], map.Tokens[one.Position].Role ?? "",
                            Numbers.Plain(one.NewDigitChange), Numbers.Plain(one.Normalised), $"{one.Top}")),
                ])],
            "",
            run.Map.Command);
    }
}
