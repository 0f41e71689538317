using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;
using Bindscope.Report.Evidence;
using Bindscope.Training.Presets;

namespace Bindscope.Report.Figures;

/// <summary>Figure 7: training without some combinations of variable and digit, tested with them.</summary>
internal static class HeldOutFigure
{
    internal static Figure Of(RunEvidence run)
    {
        const string label = "Figure 7", what = "Accuracy over training with combinations of variable and digit held out of the training programs.";
        double share = run.Preset.Data.HeldOutCombinations;
        var steps = run.Metrics.Evaluations.Where(one => one.Step > 0).ToArray();
        if (share == 0 || steps.Length < 2)
        {
            return Figure.Absent("figure-7", label, what, "This run was trained with all combinations; another run has to be.", Command(run));
        }

        string caption = $"{what} {Numbers.Percent(share)} of them stand in test programs alone.";
        var plot = new Area(62, 24, 470, 206);
        var canvas = new SvgCanvas(640, 290, caption, caption);
        new LineChart(
            new Axes(TrainingFigures.Steps([.. steps.Select(one => one.Step)], plot), LinearScale.Percent(plot), "step (logarithmic)"),
            [new Series("accuracy", "s0", [.. steps.Select(one => new SeriesPoint(one.Step, one.Accuracy))])],
            []).Draw(canvas, plot);
        return new Figure("figure-7", label, caption, canvas, null, "", Command(run));
    }

    /// <summary>Trains the run that this figure needs.</summary>
    internal static string Command(RunEvidence run)
    {
        // New programs would show the held-out combinations: only presets with a training split can leave them out.
        string preset = run.Preset.Training.Source == DataSource.Split ? run.Preset.Name : Preset.SmallLm.Name;
        return $"./bindscope train --preset {preset} --set data.heldOutCombinations=0.1 --run {preset}-held-out";
    }
}
