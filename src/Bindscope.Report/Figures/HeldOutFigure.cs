using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Figures;

/// <summary>Figure 7: training without some combinations of variable and digit, tested with them.</summary>
internal static class HeldOutFigure
{
    internal static Figure Of(RunEvidence run)
    {
        const string label = "Figure 7", what = "Accuracy over training with and without some combinations of variable and digit among the training"
            + " programs; the test programs have them all.";
        if (run.HeldOut.Shown is not { } beside)
        {
            return Figure.Absent("figure-7", label, what, run.HeldOut.Missing, run.HeldOutCommand);
        }

        string caption = $"{what} {beside.Without.Run} lacked {Numbers.Percent(beside.Share)} of them; thin: its programs whose answer itself comes"
            + " from such a line.";
        var plot = new Area(62, 24, 420, 206);
        var canvas = new SvgCanvas(640, 290, caption, caption);
        HeldOutAccuracy[] roots = [.. beside.Places.Where(one => one.Place == HeldOutPlace.Root && one.Step > 0)];
        long[] steps = [.. beside.All.Steps.Concat(beside.Without.Steps).Where(step => step > 0).Distinct().Order()];
        new LineChart(
            new Axes(TrainingFigures.Steps(steps, plot), LinearScale.Percent(plot), "step (logarithmic)"),
            [
                new Series("unseen at the root", "s2 thin", [.. roots.Select(one => new SeriesPoint(one.Step, one.Accuracy.Value))]),
                Of("all combinations", "s0", beside.All),
                Of($"{Numbers.Percent(beside.Share)} held out", "s1", beside.Without),
            ],
            []).Draw(canvas, plot);
        return new Figure("figure-7", label, caption, canvas, DataTable.Of(HeldOutBeside.Views(beside)), "", run.HeldOut.Command);
    }

    private static Series Of(string label, string style, HeldOutCurve curve) =>
        new(label, style, [.. curve.Steps.Zip(curve.Accuracy).Where(point => point.First > 0).Select(point => new SeriesPoint(
            point.First, point.Second.Value, point.Second.Low, point.Second.High))]);
}
