using Bindscope.Analysis.LossByRole;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;
using Bindscope.Tests.Code;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Analysis;

public sealed class LossByRoleAnalysisTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ACheckpointPaysWhatItsTrainingMeasuredThere()
    {
        Run run = CopyOf("small-lm-256", 40_000);
        Evaluation line = PhaseMetrics.Of(run).Evaluations.Single(one => one.Step == 40_000);

        LossByRoleResult result = LossByRoleAnalysis.Run(run, new LossByRoleSpec(line.LossByRole!.N), new Work());

        CheckpointLoss last = Assert.Single(result.Checkpoints);
        Assert.Equal(line.LossByRole.Total(), last.Paid.Total(), 1e-3);
        Assert.Equal(line.LossByRole.RightHandSideVariable, last.Variable.Value, 1e-3);
        Assert.Equal(line.LossByRole.Answer, last.Answer.Value, 1e-3);
        Assert.InRange(last.Variable.Value, last.Variable.Low, last.Variable.High);
        Assert.Equal(line.Accuracy, last.Accuracy.Value, 1e-3);
        Assert.Equal(FloorsFile.Read(run)!.RightHandSideVariable, result.Floors.RightHandSideVariable);
    }

    [Fact]
    public void AModelThatWasAskedForAnswersAloneIsRefused()
    {
        var refused = Assert.Throws<UserException>(() => LossByRoleAnalysis.Run(CopyOf("demo-1"), new LossByRoleSpec(), new Work()));
        Assert.Contains("answers alone", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15.9, null)] // within its interval, it pays as much as who tells nothing
    [InlineData(13.0, 0)]
    [InlineData(12.5, 1)]
    [InlineData(11.0, 3)]
    public void AModelIsBeyondTheLastPredictorThatPaysMore(double paid, int? beyond) =>
        Assert.Equal(beyond, LossByRoleAnalysis.Beyond(new Estimate(paid, paid - 0.2, paid + 0.2, 100), [16, 12.8, 12.2, 12]));

    /// <summary>A copy of a reference run with these of its checkpoints alone.</summary>
    private Run CopyOf(string reference, params int[] steps)
    {
        string copy = RunFolders.Copy(Path.Combine(Sources.Root, "reference", reference), folder, reference);
        var run = Run.Open(copy);
        foreach (int step in run.Checkpoints.Steps().Except(steps))
        {
            Directory.Delete(run.Checkpoints.Folder(step), recursive: true);
        }

        return run;
    }
}
