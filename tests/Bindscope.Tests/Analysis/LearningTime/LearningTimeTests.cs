using Bindscope.Analysis.LearningTime;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Cli;
using Bindscope.Tests.Phases;
using Bindscope.Tests.Runs;

namespace Bindscope.Tests.Analysis.LearningTime;

public sealed class LearningTimeTests : IDisposable
{
    private const int Steps = 6_000;

    private static readonly Preset Task = Preset.SmallLm with { Training = Preset.SmallLm.Training with { Steps = Steps } };

    private static readonly LearningTimeSpec OverBatch = new([], "training.batch");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-times-");

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>The plateau's end is at 80,000 over the batch: exponent -1 in steps, 0 in tokens.</summary>
    [Fact]
    public void AKnownExponentIsFoundInEachUnit()
    {
        LearningTimeResult result = LearningTimeAnalysis.Run([.. OfBatches(16, 32, 64)], OverBatch);
        Assert.Equal([16, 32, 64], result.Arms.Select(arm => arm.Value!.Value).Order());
        Assert.Empty(result.Along);
        foreach ((TimeUnit unit, double exponent) in new[] { (TimeUnit.Steps, -1.0), (TimeUnit.Tokens, 0.0) })
        {
            TimeLaw law = result.Laws.Single(law => law.Measure == TimeMeasure.Learned && law.Unit == unit);
            Assert.Equal((6, 0, 0), (law.Runs, law.NotEnded, law.Without));
            Assert.InRange(law.Exponent!.Value, exponent - 0.15, exponent + 0.15);
            Assert.True(law.Low < law.Exponent && law.Exponent < law.High && law.High - law.Low < 1);
        }

        TimeLaw plateau = result.Laws.Single(law => law is { Measure: TimeMeasure.Plateau, Unit: TimeUnit.Steps });
        Assert.InRange(plateau.Exponent!.Value, -1.5, -0.7);
    }

    [Fact]
    public void ARunThatNeverLeavesThePlateauIsCountedAndTiltsTheLawUpwards()
    {
        Run[] runs = [.. OfBatches(16, 32, 64)];
        Run[] stuck = [.. runs, Simulated("stuck-1", 8, 3, double.PositiveInfinity), Simulated("stuck-2", 8, 4, double.PositiveInfinity)];
        LearningTimeResult result = LearningTimeAnalysis.Run(stuck, OverBatch);
        Assert.Equal(2, result.Runs.Count(run => run.Plateau is { HasEnded: false } && run is { Learned: { HasEnded: false, Steps: Steps } }));
        foreach (TimeMeasure measure in Enum.GetValues<TimeMeasure>())
        {
            TimeLaw law = result.Laws.Single(law => law.Measure == measure && law.Unit == TimeUnit.Steps);
            Assert.Equal((8, 2), (law.Runs, law.NotEnded));
            Assert.InRange(law.Exponent!.Value, -1.6, -0.7);
        }

        View(result, "> 6000");
    }

    [Fact]
    public void OneRunHasTimesAndNoLaw()
    {
        LearningTimeResult result = LearningTimeAnalysis.Run([Simulated("alone", 32, 1, 2_500)], OverBatch);
        Assert.Equal((1, 1), (result.Runs.Length, result.Arms.Length));
        Assert.Empty(result.Comparisons);
        Assert.All(result.Laws, law => Assert.Null(law.Exponent));
        View(result, "no law: runs at 1 of the field's values have this time, and a law needs 3");
    }

    [Fact]
    public void WhatComesAfterAStepCanBeLeftOut()
    {
        Run run = Simulated("cut", 32, 1, 2_500);
        TimedRun cut = LearningTimeAnalysis.Run([run], OverBatch with { Until = 2_000 }).Runs[0];
        Assert.True(cut is { Learned: { HasEnded: false, ToStep: 2_000 }, Plateau: { HasEnded: false, ToStep: 2_000 } });
        Assert.True(LearningTimeAnalysis.Run([run], OverBatch).Runs[0] is { Learned.HasEnded: true, Plateau: { HasEnded: true, ToStep: > 2_000 } });
    }

    [Fact]
    public void TheCommandPrintsTheTables()
    {
        Run[] runs = [.. OfBatches(16, 32, 64)];
        string names = string.Join(',', runs.Select(run => run.Directory));
        string law = CommandLine.Run("analyze", "learning-time", "--runs", names, "--field", "training.batch").Out;
        Assert.Contains("exponent (interval)", law, StringComparison.Ordinal);
        string arms = CommandLine.Run("analyze", "learning-time", "--runs", names).Out;
        Assert.Contains("training.batch=64", arms, StringComparison.Ordinal);
        Assert.DoesNotContain("exponent", arms, StringComparison.Ordinal);
    }

    [Fact]
    public void ArmsAreHeldAgainstTheFirstByPairsOfSeeds()
    {
        ulong[] seeds = [1, 2, 3];
        Clamp clamp = new(2, 0.1);
        Run[] runs =
        [
            .. seeds.Select(seed => Simulated($"plain-{seed}", 64, seed, 1_000 + (100 * (int)seed))),
            .. seeds.Select(seed => Simulated($"clamped-{seed}", 64, seed, 2_000 + (200 * (int)seed), clamp)),
            Simulated("never-1", 64, 1, double.PositiveInfinity, clamp with { After = 2 }),
        ];
        LearningTimeResult result = LearningTimeAnalysis.Run(runs, new LearningTimeSpec([]));
        Assert.Equal("none of these", result.Arms[0].Name);
        Assert.StartsWith("training.clamp.lines=2, training.clamp.from=0.1, training.clamp.until=1", result.Arms[1].Name, StringComparison.Ordinal);
        ArmComparison clamped = result.Comparisons.Single(one => one is { Arm: 1, Measure: TimeMeasure.Learned });
        Assert.Equal((3, 0, 3, 0, false), (clamped.Pairs, clamped.Shorter, clamped.Longer, clamped.Undecided, clamped.IsBound));
        Assert.InRange(clamped.Ratio!.Value, 1.8, 2.2);
        Assert.InRange(2.0, clamped.Low!.Value - 0.1, clamped.High!.Value + 0.1);
        ArmComparison never = result.Comparisons.Single(one => one is { Arm: 2, Measure: TimeMeasure.Learned });
        Assert.Equal((1, 1, true), (never.Pairs, never.Longer, never.IsBound));
        Assert.Null(never.Low);
        View(result, "at least ");
        Assert.Empty(result.Laws);
    }

    [Fact]
    public void OnlyProgramsWithTheAnswerAfterALineCount()
    {
        Run run = Run.Create(Path.Combine(folder.FullName, "lines"), Task);
        Evaluation half = SampleEvaluation.At(0, 500) with { ByAnswerLine = [new(1, 400, 0), new(2, 100, 0), new(3, 500, 500)] };
        MetricsFile.Append(run.MetricsPath, half);
        MetricsFile.Append(run.MetricsPath, half with { Step = 500 });
        LearningTimeSpec all = new([]);
        Assert.False(LearningTimeAnalysis.Run([run], all).Runs[0].Learned!.HasEnded);
        TimedRun later = LearningTimeAnalysis.Run([run], all with { AfterLine = 2 }).Runs[0];
        Assert.True(later.Learned is { HasEnded: true, ToStep: 0 });
        Assert.Equal((500, 1.0), (later.Final.Programs, later.Final.Value));
        Assert.Contains("after line 3", Refused(all with { AfterLine = 3 }, run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeTimedIsRefused()
    {
        Run run = Simulated("a", 32, 1, 2_500);
        Assert.Contains("twice", Refused(new LearningTimeSpec([]), run, run).Message, StringComparison.Ordinal);
        Assert.Contains("a and copy are one training", Refused(new LearningTimeSpec([]), run, Simulated("copy", 32, 1, 2_500)).Message, StringComparison.Ordinal);
        Run extended = Run.Create(Path.Combine(folder.FullName, "extended"), Task with
        {
            Training = Task.Training with { Origin = new TrainingOrigin("a", 3_000, new string('0', 64), OriginKind.End) },
        });
        MetricsFile.Append(extended.MetricsPath, SampleEvaluation.At(0, 100));
        Assert.Contains("goes on from the end of a, step 3000", Refused(new LearningTimeSpec([]), extended).Message, StringComparison.Ordinal);
        Assert.Contains("training.source is no number", Refused(new LearningTimeSpec([], "training.source"), run).Message, StringComparison.Ordinal);
        Assert.Contains("no.such is no number", Refused(new LearningTimeSpec([], "no.such"), run).Message, StringComparison.Ordinal);
        Assert.Contains("accuracy is 1.5", Refused(new LearningTimeSpec([], null, 1.5), run).Message, StringComparison.Ordinal);
        Run staged = Run.Create(Path.Combine(folder.FullName, "staged"), Preset.Quick);
        MetricsFile.Append(staged.MetricsPath, SampleEvaluation.At(0, 100));
        Assert.Contains("stages", Refused(new LearningTimeSpec([]), staged).Message, StringComparison.Ordinal);
        Assert.Contains("stages", Refused(new LearningTimeSpec([], "training.batch"), staged).Message, StringComparison.Ordinal);
    }

    /// <summary>How long a run led through stages took says how those were set; how deep it goes does not.</summary>
    [Fact]
    public void StagedRunsHaveADepthAndNoTimes()
    {
        Run staged = Run.Create(Path.Combine(folder.FullName, "staged"), Preset.Quick);
        MetricsFile.Append(staged.MetricsPath, SampleEvaluation.At(0, 949) with { ByHops = [new(1, 500, 480), new(2, 500, 469)] });
        LearningTimeResult result = LearningTimeAnalysis.Run([staged], new LearningTimeSpec([], "model.layers", 0.95));
        TimedRun run = result.Runs[0];
        Assert.Equal((true, null, null, null), (run.IsStaged, run.Plateau, run.PlateauAccuracy, run.Learned));
        Assert.Equal((1, 2), (run.DeepestHops, run.AskedHops));
        Assert.True(result.Laws.IsEmpty && result.Comparisons.IsEmpty);
        Assert.Equal(DepthVerdict.NoLaw, result.Depth!.Verdict);
        Assert.Contains("1 led through stages have no times", LearningTimeAnalysis.Views(result).First().Title, StringComparison.Ordinal);
    }

    /// <summary>Scatter of .2 and half of the slowest runs cut off: the line without them is too flat, this one is not, and its interval holds.</summary>
    [Fact]
    public void TheIntervalHoldsTheTrueExponentWhereRunsEndedFirst()
    {
        const int laws = 200;
        RandomStream random = new Seed(7).Stream();
        int inside = 0;
        double sum = 0;
        double naive = 0;
        for (int law = 0; law < laws; law++)
        {
            TimePoint[] points = new TimePoint[12];
            for (int i = 0; i < points.Length; i++)
            {
                double x = i / 4;
                double y = 8 - x + (0.2 * Normal.Draw(random.NextDouble(), random.NextDouble()));
                points[i] = new TimePoint(x, Math.Min(y, 8), y < 8);
            }

            PowerLaw fit = PowerLaw.Fit(points);
            sum += fit.Exponent;
            naive += PowerLaw.Fit([.. points.Select(point => point with { HasEnded = true })]).Exponent;
            inside += fit.Low <= -1 && -1 <= fit.High ? 1 : 0;
        }

        Assert.InRange(inside, 0.9 * laws, laws);
        Assert.InRange(sum / laws, -1.03, -0.97);
        Assert.InRange(naive / laws, -0.98, -0.9);
    }

    private static void View(LearningTimeResult result, string text) => Assert.Contains(
        LearningTimeAnalysis.Views(result).SelectMany(view => view.Rows).SelectMany(row => row),
        cell => cell.Text.Contains(text, StringComparison.Ordinal));

    private static UserException Refused(LearningTimeSpec spec, params Run[] runs) =>
        Assert.Throws<UserException>(() => LearningTimeAnalysis.Run(runs, spec));

    private IEnumerable<Run> OfBatches(params int[] batches) => batches.SelectMany(batch => new ulong[] { 1, 2 }.Select(
        seed => Simulated($"b{batch}-{seed}", batch, seed, (seed == 1 ? 76_000 : 84_000) / batch)));

    /// <summary>A run that leaves the heuristic at a step, and has learned at a tenth more.</summary>
    private Run Simulated(string name, int batch, ulong seed, double leaves, Clamp? clamp = null)
    {
        Run run = Run.Create(
            Path.Combine(folder.FullName, name),
            Task with { Training = Task.Training with { Batch = batch, Seed = seed, Clamp = clamp } });
        RandomStream random = new Seed(seed).Split(batch).Stream();
        Func<long, double> curve = double.IsFinite(leaves)
            ? SimulatedRun.Corners((150, 0.11), (250, 0.36), (leaves, 0.36), (1.1 * leaves, 0.999))
            : SimulatedRun.Corners((150, 0.11), (250, 0.36));
        foreach (Evaluation evaluation in SimulatedRun.Of(SimulatedRun.Steps(Steps, 50), curve, ref random).Evaluations)
        {
            MetricsFile.Append(run.MetricsPath, evaluation);
        }

        return run;
    }
}
