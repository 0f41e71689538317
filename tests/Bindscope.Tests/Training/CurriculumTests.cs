using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Training.Batches;

namespace Bindscope.Tests.Training;

public sealed class CurriculumTests
{
    private static readonly GeneratorSpec Task = new(Lines: 6, MaximumHops: 2);
    private static readonly Stage Easy = new(3, 1, Until: 0.5);
    private static readonly Stage Middle = new(4, 1, Until: 0.6, Review: 0.4);
    private static readonly Stage Last = new(6, 2, Review: 0.8);

    [Fact]
    public void WithoutStagesEveryStepIsTheTask()
    {
        var curriculum = new Curriculum([], Task, default);
        var random = new Seed(1).Stream();

        Assert.False(curriculum.FollowsProgress);
        Assert.Equal(new Stage(6, 2), curriculum.Draw(ref random));
        curriculum.Observe(new Stage(6, 2), 1);
        Assert.Equal(0, curriculum.Progress.Stage);
    }

    [Fact]
    public void AStageEndsWhenItsRunningAccuracyIsReached()
    {
        var curriculum = new Curriculum([Easy, Middle, Last], Task, default);
        var steps = 0;
        while (curriculum.Progress.Stage == 0)
        {
            curriculum.Observe(Easy, 1);
            steps++;
        }

        // 1 - 0.98^n reaches one half at n = 35.
        Assert.Equal(35, steps);
        Assert.Equal(new CurriculumProgress(1, 0), curriculum.Progress);
    }

    [Fact]
    public void TheLastStageNeverEnds()
    {
        var curriculum = new Curriculum([Easy, Middle, Last], Task, new CurriculumProgress(2, 0.99));
        curriculum.Observe(Last, 1);
        Assert.Equal(2, curriculum.Progress.Stage);
    }

    [Fact]
    public void AStageWithoutAGoalIsPassedAtOnce()
        => Assert.Equal(1, new Curriculum([Easy with { Until = 0 }, Last], Task, default).Progress.Stage);

    [Fact]
    public void ReviewDoesNotCount()
    {
        var curriculum = new Curriculum([Easy, Middle, Last], Task, new CurriculumProgress(1, 0.3));
        curriculum.Observe(Easy, 1);
        Assert.Equal(0.3, curriculum.Progress.Accuracy);
        curriculum.Observe(Middle, 1);
        Assert.Equal(0.3 + 0.02 * 0.7, curriculum.Progress.Accuracy, 1e-12);
    }

    [Theory]
    [InlineData(0, 0.8)]
    [InlineData(0.5, 0.8)]
    [InlineData(0.75, 0.4)]
    [InlineData(0.95, 0.08)]
    [InlineData(1, 0)]
    public void ReviewShrinksWithTheErrorsLeft(double accuracy, double share)
    {
        var curriculum = new Curriculum([Easy, Middle, Last], Task, new CurriculumProgress(2, accuracy));
        var reviews = Enumerable.Range(0, 4_000).Count(step =>
        {
            var random = new Seed(7).Split(step).Stream();
            return curriculum.Draw(ref random) == Middle;
        });

        Assert.InRange(reviews / 4_000.0, share - 0.03, share + 0.03);
    }

    [Fact]
    public void RestoredProgressGoesOnAsIfItHadNotStopped()
    {
        var whole = new Curriculum([Easy, Middle, Last], Task, default);
        var stopped = whole;
        for (var step = 0; step < 300; step++)
        {
            stopped = new Curriculum([Easy, Middle, Last], Task, stopped.Progress);
            var (random, same) = (new Seed(2).Split(step).Stream(), new Seed(2).Split(step).Stream());
            var stage = whole.Draw(ref random);
            Assert.Equal(stage, stopped.Draw(ref same));
            whole.Observe(stage, 0.9);
            stopped.Observe(stage, 0.9);
            Assert.Equal(whole.Progress, stopped.Progress);
        }

        Assert.Equal(2, whole.Progress.Stage);
    }
}
