using Bindscope.Analysis.Seeds;
using Bindscope.Paper.Evidence;
using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Figures;

/// <summary>Figure 6: one curve for each seed.</summary>
internal static class SeedFigure
{
    internal static Figure Of(RunEvidence run)
    {
        const string label = "Figure 6", what = "Accuracy over training, one curve for each seed.";
        if (run.Seeds.Shown is not { } seeds)
        {
            return Figure.Absent("figure-6", label, what, run.Seeds.Missing, run.Seeds.Command);
        }

        string caption = $"{what} {seeds.AllThreePhases} of {seeds.Runs.Length} runs have all three phases. {seeds.Lengths()}".TrimEnd();
        var canvas = new SvgCanvas(640, 300, caption, caption);
        var plot = new Area(62, 24, 470, 218);
        long[] all = [.. seeds.Runs.SelectMany(one => one.Steps).Where(step => step > 0).Distinct().Order()];
        new LineChart(
            new Axes(TrainingFigures.Steps(all, plot), LinearScale.Percent(plot), "step (logarithmic)"),
            [
                .. seeds.Runs.Select((one, i) => new Series(
                    $"seed {one.Seed}",
                    FigureStyle.SeriesClass(i),
                    [.. one.Steps.Zip(one.Accuracy).Where(point => point.First > 0).Select(point => new SeriesPoint(point.First,
                        point.Second))])),
            ],
            []).Draw(canvas, plot);
        return new Figure("figure-6", label, caption, canvas, DataTable.Of(SeedsAnalysis.Views(seeds)), "", run.Seeds.Command);
    }
}
