using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.ProgramSample;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Tests.Cli;

namespace Bindscope.Tests.Analysis;

public sealed class ProgramSampleTests
{
    private static readonly ProgramsSpec Spec = new(Random: 20, Extreme: 5);

    [Fact]
    public void EveryCheckpointAnswersEveryProgram()
    {
        using var run = new TinyRun(5, 10, 15);
        ProgramsResult result = ProgramsAnalysis.Run(run.Run, Spec, new Work());

        Assert.Equal([5, 10, 15], result.Steps);
        Assert.Equal(20, result.Programs.Count(program => program.Group == ProgramGroup.Random));
        Assert.Equal(5, result.Programs.Count(program => program.Group == ProgramGroup.Hard));
        Assert.Equal(20, result.Programs.Where(program => program.Group == ProgramGroup.Random).Select(program => program.Index).Distinct().Count());
        var test = run.Run.DrawSplits(CancellationToken.None).Test;
        Assert.All(result.Programs, program => Assert.Equal(test[program.Index].ToText(), program.Text));
        Transformer model = run.Run.LoadModel(10);
        ColonLogits logits = ColonLogits.Of(
            model, [.. result.Programs.Select(program => ProgramParser.Parse(program.Text))], 1, TestContext.Current.CancellationToken);
        for (int i = 0; i < result.Programs.Length; i++)
        {
            Reading reading = Reading.Of(logits[i], result.Programs[i].Answer);
            Assert.Equal(reading.Prediction, result.Predictions[i][1]);
            Assert.Equal(Math.Exp(-reading.Loss), result.Probability[i][1], 1e-4);
        }
    }

    [Fact]
    public void GroupsFollowFromTheHistories()
    {
        using var run = new TinyRun(5, 10, 15);
        ProgramsResult result = ProgramsAnalysis.Run(run.Run, new ProgramsSpec(Random: 120, Extreme: 10), new Work());

        bool Right(int program, int step) => result.Predictions[program][step] == result.Programs[program].Answer;
        for (int i = 0; i < result.Programs.Length; i++)
        {
            int? learned = Enumerable.Range(0, 3).Where(step => Enumerable.Range(step, 3 - step).All(later => Right(i, later)))
                .Select(step => (int?)result.Steps[step]).FirstOrDefault();
            Assert.Equal(learned, result.Programs[i].LearnedStep);
        }

        int?[] hard = [.. result.Programs.Where(program => program.Group == ProgramGroup.Hard).Select(program => program.LearnedStep)];
        Assert.Equal(hard.OrderByDescending(step => step ?? int.MaxValue), hard);
        Assert.All(result.Programs.Where(program => program.Group == ProgramGroup.Easy), program => Assert.NotNull(program.LearnedStep));
    }

    [Fact]
    public void AJobThatWasStoppedGoesOnWhereItWas()
    {
        using var run = new TinyRun(5, 10);
        ProgramsAnalysis.Run(run.Run, Spec, new Work());
        string part = Path.Combine(run.Run.Directory, "analyses/programs/checkpoints/000005.json");
        DateTime written = File.GetLastWriteTimeUtc(part);
        ProgramsAnalysis.Run(run.Run, Spec, new Work());
        Assert.Equal(written, File.GetLastWriteTimeUtc(part));
        ProgramsAnalysis.Run(run.Run, Spec with { Seed = 2 }, new Work());

        Assert.NotEqual(written, File.GetLastWriteTimeUtc(part));
    }

    [Fact]
    public void TheVerbsWriteWhatTheServerSends()
    {
        using var run = new TinyRun(5, 10);
        CommandLine programs = CommandLine.Run("analyze", "programs", "--run", run.Run.Directory, "--programs", "12", "--extreme", "2");
        CommandLine example = CommandLine.Run("analyze", "example", "--run", run.Run.Directory);

        Assert.Equal((0, 0), (programs.ExitCode, example.ExitCode));
        Assert.Contains("random (12)", programs.Out, StringComparison.Ordinal);
        Assert.Contains(":", example.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(run.Run.Directory, "analyses/programs/result.json")));
        Assert.True(File.Exists(Path.Combine(run.Run.Directory, "analyses/example/checkpoints/000010.json")));
        Assert.Equal(2, CommandLine.Run("analyze", "programs", "--run", run.Run.Directory, "--programs", "0").ExitCode);
    }

    [Fact]
    public void OneCheckpointAloneHasNoHistories()
    {
        using var run = new TinyRun(5);
        Assert.Throws<UserException>(() => ProgramsAnalysis.Run(run.Run, Spec, new Work()));
    }
}
