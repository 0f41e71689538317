using System.Text.Json.Nodes;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Tests.Cli;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;
using Bindscope.Training.Packing;

namespace Bindscope.Tests.Runs;

/// <summary>A checkpoint's files belong together, to their step and to their run; files that were exchanged or edited are refused.</summary>
public sealed class CheckpointChecksumsTests : IClassFixture<CheckpointsTests.StoppedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Run run;

    public CheckpointChecksumsTests(CheckpointsTests.StoppedRun stopped)
    {
        run = Run.Open(RunFolders.Copy(stopped.Folder.File("stopped"), folder, "a"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WeightsOfAnotherStepAreRefusedByEvalAndByResuming()
    {
        File.Copy(InCheckpoint(0, "weights.safetensors"), InCheckpoint(33, "weights.safetensors"), overwrite: true);

        var eval = CommandLine.Run("eval", "--run", run.Directory);

        Assert.Equal(3, eval.ExitCode);
        Assert.Contains("000033/weights.safetensors is not what this checkpoint's meta.json was written with", eval.Error, StringComparison.Ordinal);
        var resumed = Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory));
        Assert.Contains("its checksum differs", resumed.Message, StringComparison.Ordinal);
        Assert.EndsWith("to go on from step 28", resumed.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void MomentsOfAnotherStepAreRefused()
    {
        File.Copy(InCheckpoint(28, "optimizer.safetensors"), InCheckpoint(33, "optimizer.safetensors"), overwrite: true);
        var resumed = Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory));
        Assert.Contains("optimizer.safetensors is not what", resumed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASpecThatWasEditedIsRefusedAndNothingIsToBeDeleted()
    {
        string spec = Path.Combine(run.Directory, "spec.json");
        string text = File.ReadAllText(spec);
        string edited = text.Replace("\"ropeBase\": 100", "\"ropeBase\": 101", StringComparison.Ordinal);
        Assert.NotEqual(text, edited);
        File.WriteAllText(spec, edited);

        foreach (var error in new[]
                 {
                     Assert.Throws<UserException>(() => Run.Open(run.Directory).LoadModel(33)),
                     Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory)),
                 })
        {
            Assert.Contains("is not the one that the checkpoint in", error.Message, StringComparison.Ordinal);
            Assert.StartsWith("bring back the spec.json", error.Hint, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ACheckpointWithoutChecksumsIsReadAndSaysSo()
    {
        string meta = InCheckpoint(33, "meta.json");
        var json = JsonNode.Parse(File.ReadAllText(meta))!.AsObject();
        Assert.True(run.Checkpoints.HasChecksums(33));
        json.Remove("checksums");
        File.WriteAllText(meta, json.ToJsonString());

        var eval = CommandLine.Run("eval", "--run", run.Directory);

        Assert.False(run.Checkpoints.HasChecksums(33));
        Assert.Equal(0, eval.ExitCode);
        Assert.Contains("note: this checkpoint has no checksums", eval.Error, StringComparison.Ordinal);
        RunFolders.Resume(run.Directory);
        Assert.True(run.Checkpoints.HasChecksums(60));
    }

    [Fact]
    public void APackedCheckpointIsTiedToItsRoundedWeights()
    {
        string packed = folder.File("packed");
        RunPacker.Pack(run, packed, new PackSpec(3, Bindscope.Model.Weights.WeightPrecision.Half), cancellation: TestContext.Current.CancellationToken);
        Run opened = Run.Open(packed);

        Assert.All(opened.Checkpoints.Steps(), step => Assert.True(opened.Checkpoints.HasChecksums(step)));
        opened.LoadModel(33);
        File.Copy(InCheckpoint(33, "weights.safetensors"), Path.Combine(opened.Checkpoints.Folder(33), "weights.safetensors"), overwrite: true);
        Assert.Throws<UserException>(() => opened.LoadModel(33));
    }

    private string InCheckpoint(int step, string file) => Path.Combine(run.Checkpoints.Folder(step), file);
}
