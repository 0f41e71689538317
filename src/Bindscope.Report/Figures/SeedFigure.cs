using System.Collections.Immutable;
using Bindscope.Analysis.Seeds;
using Bindscope.Paper;
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
        if (run.Seeds.Result is not { } seeds)
        {
            return Figure.Absent("figure-6", label, what, run.Seeds.Missing, run.Seeds.Command);
        }

        string caption = $"{what} {seeds.AllThreePhases} of {seeds.Runs.Length} runs have all three phases.";
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
        return new Figure("figure-6", label, caption, canvas, Table(seeds), "", run.Seeds.Command);
    }

    private static DataTable Table(SeedsResult seeds) => new(
        ["seed", "phases", "plateau", "final accuracy", .. Enum.GetValues<Boundary>().Select(Name)],
        [
            .. seeds.Runs.Select(one => (ImmutableArray<string>)
            [
                $"{one.Seed}",
                string.Join(", ", one.Phases).ToLowerInvariant(),
                one.Plateau is { } plateau ? Numbers.Percent(plateau.Value) : "",
                Numbers.Percent(one.Final.Value),
                .. Enum.GetValues<Boundary>().Select(boundary => Step(one, boundary)),
            ]),
        ]);

    private static string Step(SeedRun run, Boundary boundary) =>
        run.Boundaries.FirstOrDefault(found => found.Boundary == boundary)?.Step is { } step ? Numbers.Whole(step) : "";

    private static string Name(Boundary boundary) => boundary switch
    {
        Boundary.ChanceEnds => "chance ends",
        Boundary.HeuristicBegins => "heuristic begins",
        Boundary.HeuristicEnds => "heuristic ends",
        Boundary.SolvedBegins => "solved begins",
        Boundary.Ninety => "90 % from",
        Boundary.NinetyNine => "99 % from",
        _ => "99.9 % from",
    };
}
