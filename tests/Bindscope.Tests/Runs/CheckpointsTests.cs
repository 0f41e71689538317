using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Runs;

/// <summary>Damaged and missing checkpoints: what is said, and that going on from an older one still gives the same bytes.</summary>
public sealed class CheckpointsTests : IClassFixture<CheckpointsTests.StoppedRun>, IDisposable
{
    private readonly StoppedRun stopped;
    private readonly TemporaryFolder folder = new();
    private readonly Run run;

    public CheckpointsTests(StoppedRun stopped)
    {
        this.stopped = stopped;
        run = Run.Open(RunFolders.Copy(stopped.Folder.File("stopped"), folder, "a"));
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("weights.safetensors", true)]
    [InlineData("weights.safetensors", false)]
    [InlineData("optimizer.safetensors", true)]
    [InlineData("meta.json", true)]
    [InlineData("meta.json", false)]
    public void ADamagedCheckpointSaysHowToGoOnFromTheOneBefore(string file, bool isCutOff)
    {
        var path = Path.Combine(run.Checkpoints.Folder(33), file);
        if (isCutOff)
        {
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..^9]);
        }
        else
        {
            File.Delete(path);
        }

        var error = Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal(($"delete {run.Checkpoints.Folder(33)} to go on from step 28", 3), (error.Hint, error.ExitCode));

        Directory.Delete(run.Checkpoints.Folder(33), recursive: true);
        RunFolders.Resume(run.Directory);
        RunFolders.AssertSame(stopped.Folder.File("whole"), run.Directory);
    }

    [Fact]
    public void NothingIsToBeDeletedWhereTheSpecIsAnotherModels()
    {
        var spec = Path.Combine(run.Directory, "spec.json");
        var text = File.ReadAllText(spec);
        var layers = $"\"layers\": {run.Preset.Model.Layers}";
        File.WriteAllText(spec, text.Replace(layers, $"\"layers\": {run.Preset.Model.Layers + 1}", StringComparison.Ordinal));

        var error = Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory));

        Assert.Contains("is of another model than spec.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("bring back the one that belongs here", error.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("delete", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void MomentsThatAreMissingInTheNewestStopRatherThanThrowProgressAway()
    {
        var metrics = File.ReadAllText(run.MetricsPath);
        File.Delete(Path.Combine(run.Checkpoints.Folder(33), "optimizer.safetensors"));
        var error = Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory));
        Assert.Contains("000033 has no optimizer.safetensors", error.Message, StringComparison.Ordinal);
        Assert.Contains("delete the checkpoints after 28", error.Hint, StringComparison.Ordinal);

        File.Delete(Path.Combine(run.Checkpoints.Folder(28), "optimizer.safetensors"));
        Assert.Contains("bring the file back", Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory)).Hint, StringComparison.Ordinal);
        Assert.Equal(metrics, File.ReadAllText(run.MetricsPath));
    }

    [Theory]
    [InlineData("\"step\": 33", "\"step\": 32", "is not of step 33")]
    [InlineData("\"stage\": ", "\"stage\": 7", "of a curriculum of 3")]
    [InlineData("\"stage\": ", "\"stage\": -1", "curriculum.stage is negative")]
    [InlineData("\"accuracy\": 0", "\"accuracy\": 7", "curriculum.accuracy is outside 0 to 1")]
    [InlineData("\"answers\": ", "\"answers\": -", "unreported.correct is outside 0 to answers")]
    [InlineData("\"answers\":", "\"answer\":", "answer")]
    public void AStateThatDoesNotFitIsRefused(string found, string replacement, string named)
    {
        var path = Path.Combine(run.Checkpoints.Folder(33), "meta.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace(found, replacement, StringComparison.Ordinal));
        var error = Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public void WeightsOfAnotherModelAreRefused()
    {
        var path = Path.Combine(run.Directory, "spec.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"width\": 16", "\"width\": 24", StringComparison.Ordinal));
        Assert.Contains("embedding.weight", Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStepWithoutACheckpointListsThoseThatExist()
    {
        var error = Assert.Throws<UserException>(() => run.LoadModel(7));
        Assert.Contains("no checkpoint of step 7", error.Message, StringComparison.Ordinal);
        Assert.Equal(("there are 0, 10, 14, 20, 28, 33", 2), (error.Hint, error.ExitCode));
    }

    [Fact]
    public void DamagedMetricsStopTheTrainingAndAreKept()
    {
        var lines = File.ReadAllLines(run.MetricsPath);
        File.WriteAllLines(run.MetricsPath, [lines[0], lines[1].Replace("nonDigit", "noDigit", StringComparison.Ordinal), .. lines[2..]]);
        var damaged = File.ReadAllBytes(run.MetricsPath);
        var error = Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory));
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(damaged, File.ReadAllBytes(run.MetricsPath));
    }

    [Fact]
    public void ADamagedEnvironmentIsNotOverwritten()
    {
        File.WriteAllText(Path.Combine(run.Directory, "environment.json"), "{");
        Assert.Contains("environment.json", Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory)).Message, StringComparison.Ordinal);
    }

    /// <summary>A run that was stopped at step 33, and one that was not.</summary>
    public sealed class StoppedRun : IDisposable
    {
        public StoppedRun()
        {
            RunFolders.Train(Folder.File("whole"), TinyPresets.Fresh);
            RunFolders.Train(Folder.File("stopped"), TinyPresets.Fresh, stopAt: 33);
        }

        internal TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }
}
