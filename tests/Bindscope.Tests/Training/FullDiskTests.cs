using System.Globalization;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Tests.Cli;
using Bindscope.Tests.Model.Weights;

namespace Bindscope.Tests.Training;

/// <summary>A limit on the size of files stands in for a full disk: writing fails in the middle of a file.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task ThePreviousCheckpointSurvivesAndTheRunGoesOnWhenThereIsSpace()
    {
        using var folder = new TemporaryFolder();
        var whole = RunFolders.Train(folder.File("whole"), TinyPresets.Fresh);
        var run = RunFolders.Train(folder.File("full"), TinyPresets.Fresh, stopAt: 20);

        // Between the size of the weights and that of the moments, so that a checkpoint fails half way. In blocks of 512 bytes.
        var weights = new FileInfo(Path.Combine(run.Checkpoints.Folder(20), "weights.safetensors")).Length;
        var blocks = (weights * 3 / 2 / 512).ToString(CultureInfo.InvariantCulture);
        var bindscope = Path.Combine(AppContext.BaseDirectory, "bindscope");
        var child = await Child.RunAsync(
            "/bin/sh",
            new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" }, // for which the runtime makes a large file in memory
            "-c", $"ulimit -f {blocks}; exec \"$0\" train --resume --run \"$1\"", bindscope, run.Directory);

        Assert.True(child.ExitCode == 3, child.Error);
        Assert.Contains("error: the checkpoint of step 28 was not written, that of step 20 is whole and untouched:", child.Error, StringComparison.Ordinal);
        Assert.Contains("size limit", child.Error, StringComparison.Ordinal);
        Assert.Contains($"`bindscope train --resume --run {run.Directory}` goes on from step 20", child.Error, StringComparison.Ordinal);
        Assert.Equal([0, 10, 14, 20], run.Checkpoints.Steps());
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Directory, "*.part", SearchOption.AllDirectories));

        RunFolders.Resume(run.Directory);
        RunFolders.AssertSame(whole.Directory, run.Directory);
    }

    [Fact]
    public void ACheckpointThatCannotBeWrittenLeavesNothingOfItself()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolders.Train(folder.File("a"), TinyPresets.Fresh, stopAt: 14);

        // A file where the checkpoint's folder would be made: no process can make it, root's neither.
        File.WriteAllText(run.Checkpoints.Folder(20) + ".part", "");
        var error = Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory));

        Assert.Contains("the checkpoint of step 20 was not written, that of step 14 is whole", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
        Assert.Equal([0, 10, 14], Run.Open(run.Directory).Checkpoints.Steps());
    }
}
