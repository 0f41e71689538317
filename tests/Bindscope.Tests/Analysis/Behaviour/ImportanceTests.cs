using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Behaviour.Comparison;
using Bindscope.Analysis.Behaviour.Importance;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Tests.Cli;

namespace Bindscope.Tests.Analysis.Behaviour;

public sealed class ImportanceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void TheFeatureThatDecidesIsTheImportantOne()
    {
        TestPrograms tests = Draw(800);
        var random = new Random(1);

        // Right with the answer on line 1 in nine of ten, else in two of ten; nothing else matters.
        bool[] right = [.. tests.Executions.Select(execution => random.NextDouble() < (execution.RootLine == 1 ? 0.9 : 0.2))];
        CheckpointImportance one = ImportanceAnalysis.Of(tests, [(7, right)], new ImportanceSpec(), Cancellation).Checkpoints[0];

        Assert.True(one.Converged);
        Assert.Equal(ProgramFeature.AnswerLine, one.Features[0].Feature);
        Assert.True(one.Features[0].LossIncrease.Low > one.Features[1].LossIncrease.High);
        Assert.InRange(one.Predicted!.Value.Value, 0.8, 0.92);
        Assert.InRange(one.Guessed!.Value.Value, 0.45, 0.65);
        Assert.InRange(one.Area, 0.8, 0.95);
        Assert.True(one.Loss < one.NullLoss);
    }

    [Fact]
    public void WhatIsDrawnByChanceHasNoImportance()
    {
        TestPrograms tests = Draw(800);
        var random = new Random(2);
        CheckpointImportance one = ImportanceAnalysis.Of(
            tests, [(7, [.. tests.Executions.Select(_ => random.NextDouble() < 0.5)])], new ImportanceSpec(), Cancellation).Checkpoints[0];

        Assert.InRange(one.Area, 0.42, 0.58);
        Assert.All(one.Features, feature => Assert.InRange(feature.AreaDecrease, -0.06, 0.06));
    }

    [Fact]
    public void AModelThatIsNearlyAlwaysRightIsNotExplained()
    {
        TestPrograms tests = Draw(200);
        CheckpointImportance one = ImportanceAnalysis.Of(
            tests, [(7, [.. tests.Executions.Select((_, i) => i > 9)])], new ImportanceSpec(), Cancellation).Checkpoints[0];

        Assert.Null(one.Predicted);
        Assert.Empty(one.Features);
        Assert.Equal(190 / 200.0, one.Accuracy.Value);
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.4, 0.35, 0.8 }, new[] { false, false, true, true }, 0.75)] // scikit-learn's documentation
    [InlineData(new[] { 1.0, 1.0, 1.0 }, new[] { true, false, true }, 0.5)]
    [InlineData(new[] { 1.0, 2.0, 3.0 }, new[] { false, true, true }, 1.0)]
    public void TheAreaCountsPairs(double[] scores, bool[] positive, double area) => Assert.Equal(area, RocArea.Of(scores, positive), 1e-12);

    [Fact]
    public void HolmsCorrectionIsStatsmodels() =>
        // statsmodels.stats.multitest.multipletests([.01, .04, .03, .005], method="holm")
        Assert.All(
            ComparisonAnalysis.Adjusted([0.01, 0.04, 0.03, 0.005]).Zip([0.03, 0.06, 0.06, 0.02]),
            pair => Assert.Equal(pair.Second, pair.First, 1e-12));

    [Fact]
    public void FlipsAreCountedAndShown()
    {
        TestPrograms tests = Draw(4);
        int[] answers = [.. tests.Executions.Select(execution => execution.Value)];
        int Wrong(int i) => (answers[i] + 1) % 10;
        ComparisonResult result = ComparisonAnalysis.Of(
            tests,
            new ComparisonSpec("a", 1, "b", 2),
            ("a", "b"),
            [answers[0], Wrong(1), Wrong(2), Wrong(3)],
            [Wrong(0), answers[1], answers[2], Wrong(3)]);

        Assert.Equal((0, 2, 1, 1, 1), (result.BothRight, result.Gained, result.Lost, result.BothWrongAlike, result.BothWrong));
        Assert.Equal((0.25, 0.5, 0.25), (result.FirstAccuracy.Value, result.SecondAccuracy.Value, result.Difference.Value));
        Assert.Equal([1, 2], result.GainedPrograms.Select(program => program.Index));
        Assert.Equal(Wrong(0), Assert.Single(result.LostPrograms).SecondSays);
        Assert.Equal(1, result.PValue, 1e-12);
        Assert.Equal(4, result.ByFeature.Where(flips => flips.Feature == ProgramFeature.Hops).Sum(flips => flips.Programs));
    }

    [Fact]
    public void ACheckpointIsNotComparedWithItselfNorWithAnotherTask()
    {
        using var run = new TinyRun(5, 10);
        CommandLine same = CommandLine.Run("analyze", "compare", "--run", run.Run.Directory, "--checkpoint", "10");
        Assert.Equal(2, same.ExitCode);
        Assert.Contains("compared with itself", same.Error, StringComparison.Ordinal);

        CommandLine two = CommandLine.Run("analyze", "compare", "--run", run.Run.Directory, "--checkpoint", "5");
        Assert.Equal(0, two.ExitCode);
        Assert.True(File.Exists(new AnalysisFolder(run.Run, "compare-000005-with-tiny-000010").ResultPath));

        CommandLine importance = CommandLine.Run("analyze", "importance", "--run", run.Run.Directory);
        Assert.Equal(0, importance.ExitCode);
        Assert.Contains("too few", importance.Out, StringComparison.Ordinal);
        Assert.Throws<UserException>(() => ImportanceAnalysis.Run(run.Run, new ImportanceSpec(99), new Work()));
    }

    private static TestPrograms Draw(int count)
    {
        var generator = new ProgramGenerator(new GeneratorSpec(Lines: 6, MaximumHops: 2));
        RandomStream random = new Seed(3).Stream();
        var programs = new List<SymbolicProgram>();
        while (programs.Count < count)
        {
            programs.Add(generator.Next(ref random));
        }

        return new TestPrograms(programs);
    }
}
