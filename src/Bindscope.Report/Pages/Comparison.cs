using System.Collections.Immutable;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Roles;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;
using Bindscope.Report.Figures;

namespace Bindscope.Report.Pages;

/// <summary>Two runs side by side: do they solve the task in the same way?</summary>
internal static class Comparison
{
    internal static Section Of(RunEvidence run, RunEvidence other)
    {
        string[] names = [run.Run.Name, other.Run.Name];
        ImmutableArray<string> paragraphs =
        [
            $"{names[0]} ({Assistance(run)}) stands at {Numbers.Percent(run.Last.Accuracy)} of {Numbers.Whole(run.Last.N)} programs"
                + $" at step {Numbers.Whole(run.Last.Step)}; "
            + $"{names[1]} ({Assistance(other)}) at {Numbers.Percent(other.Last.Accuracy)} of {Numbers.Whole(other.Last.N)} at step"
                + $" {Numbers.Whole(other.Last.Step)}.",
            .. new[] { run, other }.Where(one => !one.Run.IsFinished).Select(one =>
                $"{one.Run.Name} is still being trained and does not solve the task: its route below is that of the programs that its heuristics"
                + " happen to answer, base and counterfactual, and their number says how little it can tell."),
            "Both are patched in the same way, each on programs that it solves. Layers are numbered from each model's first.",
        ];
        return new Section(
            "comparison",
            $"{names[0]} beside {names[1]}",
            paragraphs,
            [Curves(run, other), Routes(run, other), .. CircuitTables.Of(run, other), Depths(run, other)],
            []);
    }

    private static string Assistance(RunEvidence run) => run.Preset.Assistance() is { Count: > 0 } all ? $"with assistance:"
        + $" {string.Join("; ", all)}" : "without assistance";

    private static Figure Curves(RunEvidence run, RunEvidence other)
    {
        const string caption = "Accuracy over training of both runs.";
        RunEvidence[] both = [run, other];
        long[] steps = [.. both.SelectMany(one => one.Metrics.Evaluations).Select(one => one.Step).Where(step => step > 0).Distinct()
            .Order()];
        if (steps.Length == 0)
        {
            return Figure.Absent("comparison-accuracy", "Both runs", caption, "Neither run has an evaluation after step 0.",
                $"{run.Program} train --resume --run {run.Argument}");
        }

        return Lines(
            "comparison-accuracy",
            "Both runs",
            caption,
            area => new Axes(TrainingFigures.Steps(steps, area), LinearScale.Percent(area), "step (logarithmic)"),
            [
                .. both.Select(one => (one.Run.Name, one.Metrics.Evaluations.Where(evaluation => evaluation.Step > 0)
                    .Select(evaluation => new SeriesPoint(evaluation.Step, evaluation.Accuracy)))),
            ],
            $"{run.Program} figure --run {run.Argument}");
    }

    private static Figure Lines(
        string id,
        string label,
        string caption,
        Func<Area, Axes> axes,
        ImmutableArray<(string Run, IEnumerable<SeriesPoint> Points)> curves,
        string command)
    {
        var plot = new Area(62, 24, 440, 200);
        var canvas = new SvgCanvas(640, 280, caption, caption);
        new LineChart(axes(plot), [.. curves.Select((curve, i) => new Series(curve.Run, FigureStyle.SeriesClass(i + 1), [.. curve.Points]))], [])
            .Draw(canvas, plot);
        return new Figure(id, label, caption, canvas, [], "", command);
    }

    private static Figure Routes(RunEvidence run, RunEvidence other)
    {
        const string what = "Success of residual patching by layer entered and token, answer after line 2, all hops together.";
        const string id = "comparison-routes", label = "Both routes";
        if (Figure.AbsentIn(id, label, what, [run, other], one => one.Residual) is { } absent)
        {
            return absent;
        }

        PatchResult[] sweeps = [run.Residual.Result!, other.Residual.Result!];
        const double cell = 34, row = 20;
        double width = sweeps.Sum(sweep => (cell * Roles(sweep).Length) + 70);
        var canvas = new SvgCanvas(width + 20, 70 + (row * sweeps.Max(sweep => sweep.Layers)), what, what);
        double left = 40;
        for (int i = 0; i < sweeps.Length; i++)
        {
            TokenRole[] roles = Roles(sweeps[i]);
            var area = new Area(left, 34, cell * roles.Length, row * sweeps[i].Layers);
            Map(i == 0 ? run.Run.Name : other.Run.Name, sweeps[i], roles).Draw(canvas, area);
            left = area.Right + 70;
        }

        return new Figure(id, label, what, canvas, [Table(run, other)], "", run.Residual.Command);
    }

    private static Figure Depths(RunEvidence run, RunEvidence other)
    {
        const string what = "Accuracy on chains of other lengths, answer after line 2, with 95 % intervals. The longer the chain, the fewer other"
            + " lines and misleading constants are left, so a rise to the right is not a gain in depth.";
        const string id = "comparison-hops", label = "Both on longer chains";
        RunEvidence[] both = [run, other];
        if (Figure.AbsentIn(id, label, what, both, one => one.Generalisation) is { } absent)
        {
            return absent;
        }

        GeneralisationPoint[][] points =
        [
            .. both.Select(one => one.Generalisation.Result!.ByHops.Where(point => point.AnswerLine == AnswerLineGroup.Later)
                .OrderBy(point => point.Value).ToArray()),
        ];
        return Lines(
            id,
            label,
            what,
            area => new Axes(
                new LinearScale(1, Math.Max(2, points.Max(one => one[^1].Value)), area.Left, area.Right, 1, "0"), LinearScale.Percent(area), "hops"),
            [
                .. both.Zip(points, (one, own) => (one.Run.Name, own.Select(point => new SeriesPoint(
                    point.Value, point.Accuracy.Value, point.Accuracy.Low, point.Accuracy.High)))),
            ],
            run.Generalisation.Command);
    }

    private static TokenRole[] Roles(PatchResult sweep) =>
        [.. Paper.Evidence.Routes.Later(sweep).OrderByDescending(group => group.Hops).SelectMany(group => group.Cells.Select(cell => cell.Role)).Distinct()];

    private static HeatMap Map(string name, PatchResult sweep, TokenRole[] roles)
    {
        GroupEffects[] later = Paper.Evidence.Routes.Later(sweep);
        var success = roles.ToDictionary(role => role, role => Paper.Evidence.Routes.ByLayer(later, role).ToDictionary(layer => layer.Layer,
            layer => layer.Success));
        return new HeatMap(
            $"{name}, n = {later.Sum(group => group.Programs)}",
            [.. Enumerable.Range(1, sweep.Layers).Select(layer => $"{layer}")],
            [.. roles.Select(RouteFigure.RoleName)],
            [
                .. Enumerable.Range(1, sweep.Layers).Select(layer => roles.Select(role => success[role].TryGetValue(layer, out var share)
                    ? new HeatCell(share.Value, share.Value >= 0.005 ? $"{100 * share.Value:0}" : "", $"layer {layer}, {role}:"
                        + $" {Measure.Of(share).Text()} of {share.Programs}")
                    : new HeatCell(null, "", "")).ToImmutableArray()),
            ]);
    }

    private static DataTable Table(RunEvidence run, RunEvidence other)
    {
        // Chosen on half of the programs, and told of the others.
        string[] Cells(RunEvidence one, TokenRole role) => Paper.Evidence.Routes.Choice(Paper.Evidence.Routes.Later(one.Residual.Result!),
            role) is { } peak
            ? [$"{peak.Layer} of {one.Residual.Result!.Layers}", Measure.Of(peak.Success).Text(), $"{peak.Success.Programs}"]
            : ["", "", ""];
        TokenRole[] roles = [.. Roles(run.Residual.Result!).Union(Roles(other.Residual.Result!))];
        return new DataTable(
            ["token", $"{run.Run.Name}: peak at layer", "success there", "n", $"{other.Run.Name}: peak at layer", "success there", "n"],
            [.. roles.Select(role => ImmutableArray.Create([role.ToString(), .. Cells(run, role), .. Cells(other, role)]))]);
    }
}
