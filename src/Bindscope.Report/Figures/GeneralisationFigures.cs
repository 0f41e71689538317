using System.Collections.Immutable;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Analysis.Pairs;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Figures;

/// <summary>Figures 8 and 9: other lengths and depths; and unseen roles.</summary>
internal static class GeneralisationFigures
{
    internal static IEnumerable<Figure> Of(RunEvidence run)
    {
        yield return Chart(run, "figure-8", "Figure 8", "Accuracy on programs of other lengths", "lines", result => (result.ByLines,
            result.TrainedLines));
        yield return Chart(run, "figure-9", "Figure 9", "Accuracy on chains of other lengths", "hops", result => (result.ByHops,
            result.TrainedHops));
        if (!run.Preset.Data.Unseen.IsEmpty())
        {
            yield return UnseenRoles(run);
        }
    }

    /// <summary>Symbols in roles that training never showed them in; no figure of the paper.</summary>
    private static Figure UnseenRoles(RunEvidence run)
    {
        const string id = "unseen-roles", label = "Unseen roles", what = "Programs with a symbol in a role that it never had in training, and the"
            + " same programs with that symbol renamed to a known one.";
        return run.Unseen.Shown is { } result
            ? new Figure(id, label, what, null, DataTable.Of(UnseenAnalysis.Views(result)), "", run.Unseen.Command)
            : Figure.Absent(id, label, what, run.Unseen.Missing, run.Unseen.Command);
    }

    private static Figure Chart(
        RunEvidence run, string id, string label, string what, string unit, Func<GeneralisationResult,
            (ImmutableArray<GeneralisationPoint> Points, int Trained)> part)
    {
        if (run.Generalisation.Shown is not { } result || part(result).Points.IsEmpty)
        {
            return Figure.Absent(id, label, what + ".", run.Generalisation.Missing, run.Generalisation.Command);
        }

        (ImmutableArray<GeneralisationPoint> points, int trained) = part(result);
        (int fewest, int most) = (points.Min(point => point.Accuracy.Programs), points.Max(point => point.Accuracy.Programs));
        string caption = $"{what} by where the answer stands, with 95 % intervals. Trained on {trained} {unit}; step"
            + $" {Numbers.Whole(result.Checkpoint)}; {(fewest < most ? $"{fewest}\u2013" : "")}{most} programs a point.";
        var plot = new Area(62, 24, 450, 206);
        var canvas = new SvgCanvas(640, 290, what, caption);
        double low = points.Min(point => point.Value), high = points.Max(point => point.Value);
        var axis = new LinearScale(low, Math.Max(high, low + 1), plot.Left, plot.Right, high - low > 14 ? 3 : 1, "0");
        new LineChart(
            new Axes(axis, LinearScale.Percent(plot), unit),
            [
                .. Enum.GetValues<AnswerLineGroup>().Select((line, i) => new Series(
                    RouteFigure.AnswerName(line),
                    FigureStyle.SeriesClass(i + 1),
                    [
                        .. points.Where(point => point.AnswerLine == line).OrderBy(point => point.Value)
                            .Select(point => new SeriesPoint(point.Value, point.Accuracy.Value, point.Accuracy.Low, point.Accuracy.High)),
                    ])),
            ],
            []).Draw(canvas, plot);
        canvas.Line(axis.At(trained), plot.Top, axis.At(trained), plot.Bottom, "paper");
        canvas.Text(axis.At(trained), plot.Top - 6, "trained", "middle small paper");
        return new Figure(
            id,
            label,
            caption,
            canvas,
            DataTable.Of(GeneralisationAnalysis.Views(result)),
            "",
            run.Generalisation.Command);
    }
}
