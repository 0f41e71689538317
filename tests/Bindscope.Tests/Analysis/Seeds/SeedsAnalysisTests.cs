using Bindscope.Analysis.Seeds;
using Bindscope.Errors;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Phases;
using Bindscope.Tests.Runs;

namespace Bindscope.Tests.Analysis.Seeds;

public sealed class SeedsAnalysisTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-seeds-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void BoundariesAreSpreadOverTheRuns()
    {
        Run[] runs = [Simulated("a", 1, 600, 1_500), Simulated("b", 2, 800, 2_000), Simulated("c", 3, 700, 1_800)];
        SeedsResult result = SeedsAnalysis.Run(runs);
        Assert.Equal(3, result.AllThreePhases);
        BoundarySpread solved = result.Spread.Single(one => one.Boundary == Boundary.Ninety);
        Assert.Equal((3, 3), (solved.Runs, solved.Of));
        Assert.True(solved.Low < solved.Mean && solved.Mean < solved.High);
        Assert.InRange(solved.Median!.Value, solved.Earliest!.Value, solved.Latest!.Value);
        Assert.All(result.Curve, point => Assert.InRange(point.Mean, point.Lowest, point.Highest));
    }

    [Fact]
    public void MeanAndIntervalAreThoseOfLogarithms()
    {
        BoundarySpread spread = LogarithmicSpread.Of(Boundary.SolvedBegins, [100, 400, null]);
        Assert.Equal((2, 3, 100L, 250.0, 400L), (spread.Runs, spread.Of, spread.Earliest, spread.Median, spread.Latest));
        Assert.Equal(200, spread.Mean!.Value, 6);
        Assert.Equal(200 * Math.Exp(12.706 * Math.Log(2)), spread.High!.Value, 0); // half a range of ln 4, one degree of freedom
        Assert.Null(LogarithmicSpread.Of(Boundary.SolvedBegins, [null]).Mean);
        Assert.Null(LogarithmicSpread.Of(Boundary.SolvedBegins, [5]).Low);
    }

    [Fact]
    public void OnlySeedsOfOneExperimentAreCompared()
    {
        Run first = Simulated("a", 1, 600, 1_500);
        Assert.Contains("two or more", Refused(first).Hint, StringComparison.Ordinal);
        Assert.Contains("twice", Refused(first, first).Message, StringComparison.Ordinal);
        Assert.Contains(
            "a and copy are one training of seed 1, which counts once",
            Refused(first, Simulated("b", 2, 600, 1_500), Simulated("copy", 1, 600, 1_500)).Message, StringComparison.Ordinal);
        Run other = Run.Create(Path.Combine(folder.FullName, "other"), Preset.Quick with { Model = Preset.Quick.Model with { Layers = 4 } });
        Assert.Contains("model", Refused(first, other).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HowOftenARunLooksAtItselfMakesItNoOtherExperiment()
    {
        Run first = Simulated("a", 1, 600, 1_500);
        TrainingSpec training = Preset.Quick.Training with { EvaluationPrograms = 77, Seed = 2, Checkpoints = new Cadence(1, 50) };
        Run other = Run.Create(Path.Combine(folder.FullName, "other"), Preset.Quick with { Training = training });
        MetricsFile.Append(other.MetricsPath, SampleEvaluation.At(0, 100));
        Assert.Equal(2, SeedsAnalysis.Run([first, other]).Runs.Length);
        Run batch = Run.Create(Path.Combine(folder.FullName, "batch"), Preset.Quick with { Training = training with { Batch = 7 } });
        Assert.Contains("training", Refused(first, batch).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000, 2_000, 0.5, 500)]
    [InlineData(2_000, 1_000, 0.5, 500)]
    [InlineData(1_000, 2_000, 1, 1_000)]
    public void TrainingsOfOtherLengthsAreAlikeUntilTheirRatesDiffer(int steps, int others, double decayFrom, int alike)
    {
        Run Of(string name, int count)
        {
            TrainingSpec training = Preset.Quick.Training with { Steps = count, Seed = name[0] };
            training = training with { LearningRate = training.LearningRate with { DecayFrom = decayFrom, Floor = 0 } };
            Run run = Run.Create(Path.Combine(folder.FullName, name), Preset.Quick with { Training = training });
            MetricsFile.Append(run.MetricsPath, SampleEvaluation.At(0, 100));
            MetricsFile.Append(run.MetricsPath, SampleEvaluation.At(count, 100));
            return run;
        }

        SeedsResult result = SeedsAnalysis.Run([Of("a", steps), Of("b", others)]);
        Assert.InRange(result.AlikeUntil!.Value, alike, alike + 1);
        Assert.Contains($"{steps:N0}, {others:N0} steps", result.Lengths(), StringComparison.Ordinal);
        Assert.Contains(SeedsAnalysis.Views(result), view => view.Title == result.Lengths());
        Assert.Null(SeedsAnalysis.Run([Of("c", steps), Of("d", steps)]).AlikeUntil);
    }

    private static UserException Refused(params Run[] runs) => Assert.Throws<UserException>(() => SeedsAnalysis.Run(runs));

    private Run Simulated(string name, ulong seed, int leaves, int solved)
    {
        Run run = Run.Create(
            Path.Combine(folder.FullName, name), Preset.Quick with { Training = Preset.Quick.Training with { Seed = seed } });
        RandomStream random = new Seed(seed).Stream();
        var curve = SimulatedRun.Corners((150, 0.11), (250, 0.36), (leaves, 0.36), (solved, 0.999));
        foreach (Evaluation evaluation in SimulatedRun.Of(SimulatedRun.Steps(3_000, 100), curve, ref random).Evaluations)
        {
            MetricsFile.Append(run.MetricsPath, evaluation);
        }

        return run;
    }
}
