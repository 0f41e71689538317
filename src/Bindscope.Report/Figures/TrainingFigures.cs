using System.Collections.Immutable;
using Bindscope.Analysis;
using Bindscope.Analysis.Phases;
using Bindscope.Numerics.Statistics;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Programs.Execution;
using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;
using Bindscope.Runs;

namespace Bindscope.Report.Figures;

/// <summary>Figure 2: accuracy and predictions over training.</summary>
internal static class TrainingFigures
{
    private const double Width = 640;
    private const double Height = 300;
    private static readonly Area Plot = new(62, 30, 456, 212);

    internal static IEnumerable<Figure> Of(RunEvidence run)
    {
        Evaluation[] steps = [.. run.Metrics.Evaluations.Where(evaluation => evaluation.Step > 0)];
        if (steps.Length < 2)
        {
            return [Figure.Absent("figure-2", "Figure 2", "Accuracy over training.", "The run has fewer than two evaluations after"
                + " step 0.", $"{run.Program} train --resume --run {run.Argument}")];
        }

        return [Accuracy(run, steps), ByLine(run, steps), ByHops(run, steps), Digits(run, steps)];
    }

    /// <summary>The horizontal axis of everything over training.</summary>
    internal static LogScale Steps(IReadOnlyList<long> steps, Area area) => new(steps[0], steps[^1], area.Left, area.Right);

    private static Figure Accuracy(RunEvidence run, Evaluation[] steps) => Chart(
        run,
        steps,
        "figure-2a",
        "Figure 2a",
        $"Accuracy on {Numbers.Whole(steps[^1].N)} fixed test programs over training, with 95 % intervals. Bands are the phases"
            + " found by the fit; the dotted line is the share of"
        + " predictions equal to one of the program's first two constants, which tells a heuristic from guessing.",
        [
            new Series("first two constants", "s7", [.. steps.Select(one => new SeriesPoint(one.Step,
                (double)one.FirstTwoConstants / one.N))]),
            new Series(
                $"accuracy {Numbers.Percent(steps[^1].Accuracy)}", "s0", [.. steps.Select(one => Point(one.Step, one.CorrectCount(),
                    one.N))]),
        ],
        ["step", "right", "of", "accuracy", "95 % interval", "first two constants"],
        one =>
        [
            [
                Numbers.Whole(one.Step), Numbers.Whole(one.CorrectCount()), Numbers.Whole(one.N), Numbers.Percent(one.Accuracy),
                Interval(Proportion.OfCounts(one.CorrectCount(), one.N)), Numbers.Percent((double)one.FirstTwoConstants / one.N),
            ],
        ]);

    private static Figure ByLine(RunEvidence run, Evaluation[] steps)
    {
        int[] lines = [.. steps[^1].ByAnswerLine.Select(tally => tally.Line)];
        return Chart(
            run,
            steps,
            "figure-2b",
            "Figure 2b",
            "Accuracy by the line that holds the answer: lines 1 and 2, and all later lines together (thin: each by itself, some with few programs)."
            + $" On the paper's plateau over {Numbers.Stated(PaperNumbers.Stated.Line1)} are right with the answer on line 1, and about"
            + $" {Numbers.Stated(PaperNumbers.Stated.Line2)} on line 2.",
            [
                .. lines.Where(line => line > 2).Select(line => Lines("", "s3 thin", steps, line, line)),
                Lines("later lines", "s3", steps, 3, int.MaxValue),
                Lines("line 2", "s2", steps, 2, 2),
                Lines("line 1", "s1", steps, 1, 1),
            ],
            ["step", .. lines.Select(line => $"line {line}")],
            one => [[Numbers.Whole(one.Step), .. lines.Select(line => Share(Sum(one, line, line)))]]);
    }

    private static Series Lines(string label, string style, Evaluation[] steps, int from, int to) => new(
        label,
        style,
        [
            .. steps.Select(one => (one.Step, Count: Sum(one, from, to))).Where(one => one.Count.Of > 0)
                .Select(one => new SeriesPoint(one.Step, (double)one.Count.Right / one.Count.Of)),
        ]);

    private static (int Right, int Of) Sum(Evaluation one, int from, int to)
    {
        AnswerLineTally[] tallies = [.. one.ByAnswerLine.Where(tally => tally.Line >= from && tally.Line <= to)];
        return (tallies.Sum(tally => tally.Correct), tallies.Sum(tally => tally.N));
    }

    private static Figure ByHops(RunEvidence run, Evaluation[] steps)
    {
        int[] hops = [.. steps[^1].ByHops.Select(tally => tally.Hops)];
        return Chart(
            run,
            steps,
            "figure-2c",
            "Figure 2c",
            "Accuracy by the number of hops. On the paper's plateau 1-hop programs lag, since the roots of longer chains stand earlier.",
            [
                .. hops.Select((depth, i) => new Series(
                    Execution.HopsInWords(depth),
                    FigureStyle.SeriesClass(i + 1),
                    [
                        .. steps.Select(one => (one.Step, Count: Hops(one, depth))).Where(one => one.Count.Of > 0)
                            .Select(one => Point(one.Step, one.Count.Right, one.Count.Of)),
                    ])),
            ],
            ["step", .. hops.Select(Execution.HopsInWords)],
            one => [[Numbers.Whole(one.Step), .. hops.Select(depth => Share(Hops(one, depth)))]]);
    }

    private static Figure Digits(RunEvidence run, Evaluation[] steps)
    {
        const string caption = "Share of the predictions that name each digit. In the paper it is lopsided and unstable in the first"
            + " phase, and even later.";
        var canvas = new SvgCanvas(Width, Height, "Share of predictions per digit over training", caption);
        new StackedChart(
            new Axes(Steps([.. steps.Select(one => one.Step)], Plot), LinearScale.Percent(Plot), "step (logarithmic)"),
            [.. steps.Select(one => (double)one.Step)],
            [
                .. Enumerable.Range(0, 10).Select(digit =>
                    ($"d{digit}", $"digit {digit}", steps.Select(one => (double)one.Predictions[digit] / one.N).ToImmutableArray())),
                ("none", "no digit", [.. steps.Select(one => (double)one.NonDigit / one.N)]),
            ]).Draw(canvas, Plot);
        return new Figure(
            "figure-2d",
            "Figure 2d",
            caption,
            canvas,
            [new DataTable(
                ["step", .. Enumerable.Range(0, 10).Select(digit => $"{digit}"), "no digit"],
                [
                    .. steps.Select(one => ImmutableArray.Create(
                    [
                        Numbers.Whole(one.Step), .. one.Predictions.Append(one.NonDigit).Select(count => Numbers.Percent((double)count / one.N)),
                    ])),
                ])],
            "",
            Command(run));
    }

    private static Figure Chart(
        RunEvidence run,
        Evaluation[] steps,
        string id,
        string label,
        string caption,
        ImmutableArray<Series> series,
        ImmutableArray<string> columns,
        Func<Evaluation, IEnumerable<ImmutableArray<string>>> rows)
    {
        var canvas = new SvgCanvas(Width, Height, $"{label}: {caption.Split([", ", ". "], StringSplitOptions.None)[0]}", caption);
        new LineChart(
            new Axes(Steps([.. steps.Select(one => one.Step)], Plot), LinearScale.Percent(Plot), "step (logarithmic)"),
            series,
            [.. run.Phases.Phases.Select(phase => new ChartBand(phase.FirstStep, phase.LastStep, phase.Kind.ToString()
                .ToLowerInvariant()))]).Draw(canvas, Plot);
        return new Figure(id, label, caption, canvas, [new DataTable(columns, [.. steps.SelectMany(rows)])], "", Command(run));
    }

    private static string Command(RunEvidence run) => $"{run.Program} {PhasesAnalysis.Info.Command} --run {run.Argument}";

    private static SeriesPoint Point(long step, int right, int of)
    {
        Proportion share = Proportion.OfCounts(right, of);
        return new SeriesPoint(step, share.Value, share.Low, share.High);
    }

    private static (int Right, int Of) Hops(Evaluation one, int depth)
    {
        HopsTally[] tallies = [.. one.ByHops.Where(tally => tally.Hops == depth)];
        return (tallies.Sum(tally => tally.Correct), tallies.Sum(tally => tally.N));
    }

    private static string Share((int Right, int Of) count) => count.Of > 0 ? Numbers.Percent((double)count.Right / count.Of) : "";

    /// <summary>An interval alone, without its value.</summary>
    internal static string Interval(Proportion share) => $"{Numbers.Percent(share.Low)[..^2]}\u2013{Numbers.Percent(share.High)}";
}
