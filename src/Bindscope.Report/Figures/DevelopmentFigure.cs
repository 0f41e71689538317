using Bindscope.Analysis.Development;
using Bindscope.Analysis.Pairs;
using Bindscope.Paper.Evidence;
using Bindscope.Programs.Execution;
using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Figures;

/// <summary>Figure 4: success at chosen cells over training.</summary>
internal static class DevelopmentFigure
{
    private const double PlotWidth = 205;
    private const double PlotHeight = 92;

    internal static Figure Of(RunEvidence run)
    {
        const string label = "Figure 4", what = "Success of residual patching at chosen cells (layer entered, token) over training.";
        if (run.Development.Shown is not { } development)
        {
            return Figure.Absent("figure-4", label, what, run.Development.Missing, run.Development.Command);
        }

        int[] hops = [.. development.Programs.Select(group => group.Hops).Distinct().Order()];
        AnswerLineGroup[] lines = [.. development.Programs.Select(group => group.AnswerLine).Distinct().Order()];
        string cells = string.Join("; ", development.Cells.Select(cell => $"{Name(cell)} {cell.Why}"));
        int least = development.Programs.Min(group => group.Programs);
        string caption = run.Development.Caption($"{what} The same programs at every checkpoint, {least} or more in each panel,"
            + $" all of which the last checkpoint solves. The cells were found in this model's own sweep: {cells}.");
        (double width, double height) = (70 + (lines.Length * (PlotWidth + 18)), 102 + (hops.Length * (PlotHeight + 18)));
        var canvas = new SvgCanvas(width, height, "Success at chosen cells over training", caption);
        Legend(canvas, development);
        for (int row = 0; row < hops.Length; row++)
        {
            for (int column = 0; column < lines.Length; column++)
            {
                var area = new Area(58 + (column * (PlotWidth + 18)), 62 + (row * (PlotHeight + 18)), PlotWidth, PlotHeight);
                bool last = row == hops.Length - 1;
                if (row == 0)
                {
                    canvas.Text(area.Centre, area.Top - 8, RouteFigure.AnswerName(lines[column]), "middle small");
                }

                Panel(development, hops[row], lines[column], area).Draw(
                    canvas, area, column == 0 ? (last ? AxisNames.Both : AxisNames.Vertical) : last ? AxisNames.Horizontal
                        : AxisNames.None);
                canvas.Text(area.Left + 5, area.Top + 12, Execution.HopsInWords(hops[row]), "start small quiet");
            }
        }

        return new Figure("figure-4", label, caption, canvas, DataTable.Of(DevelopmentAnalysis.Views(development)), "", run.Development.Command);
    }

    private static LineChart Panel(DevelopmentResult development, int hops, AnswerLineGroup line, Area area)
    {
        CheckpointCells[] trained = [.. development.Checkpoints.Where(checkpoint => checkpoint.Step > 0)];
        return new LineChart(
            new Axes(TrainingFigures.Steps([.. trained.Select(checkpoint => (long)checkpoint.Step)], area),
                LinearScale.Percent(area) with { Step = 0.5 }, "step"),
            [
                .. development.Cells.Select((cell, i) => new Series(
                    "",
                    FigureStyle.SeriesClass(i),
                    [
                        .. trained.SelectMany(checkpoint => checkpoint.Values
                            .Where(value => value.Layer == cell.Layer && value.Role == cell.Role && value.Hops == hops
                                && value.AnswerLine == line)
                            .Select(value => new SeriesPoint(checkpoint.Step, value.Success.Value))),
                    ])),
            ],
            []);
    }

    private static void Legend(SvgCanvas canvas, DevelopmentResult development)
    {
        for (int i = 0; i < development.Cells.Length; i++)
        {
            double x = 58 + (i * 86);
            canvas.Polyline([(x, 18), (x + 22, 18)], FigureStyle.SeriesClass(i));
            canvas.Text(x + 27, 22, Name(development.Cells[i]), $"start small {FigureStyle.SeriesClass(i)}");
        }
    }

    private static string Name(FollowedCell cell) => $"({cell.Layer},"
        + $" {(cell.Role == Bindscope.Analysis.Roles.TokenRole.Colon ? "colon" : cell.Role)})";
}
