using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Training.Loop;

namespace Bindscope.Tests.Training;

/// <summary>Trains into folders of a test's own and compares them.</summary>
internal static class RunFolders
{
    /// <summary>Trains a new run from its first step to its last, or until it is stopped.</summary>
    internal static Run Train(string folder, Preset preset, int? stopAt = null) => GoOn(Run.Create(folder, preset.Validated()), stopAt);

    /// <summary>Takes a run up and trains it to its last step, or until it is stopped.</summary>
    internal static Run Resume(string folder, int? stopAt = null) => GoOn(Run.Open(folder), stopAt);

    /// <summary>Fails unless two runs hold the same files with the same bytes, apart from the times and the lock.</summary>
    internal static void AssertSame(string expected, string actual)
    {
        Assert.Equal(Files(expected), Files(actual));
        foreach (var file in Files(expected))
        {
            var (one, other) = (File.ReadAllBytes(Path.Combine(expected, file)), File.ReadAllBytes(Path.Combine(actual, file)));
            Assert.True(one.AsSpan().SequenceEqual(other), $"{file} differs");
        }
    }

    /// <summary>A copy of a run's folder.</summary>
    internal static string Copy(string folder, TemporaryFolder into, string name)
    {
        var copy = into.File(name);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private static Run GoOn(Run run, int? stopAt)
    {
        using var stop = new CancellationTokenSource();
        var trainer = new Trainer(run, TimeProvider.System);
        if (stopAt is null)
        {
            trainer.Run(_ => { }, CancellationToken.None);
            return run;
        }

        var stopped = Assert.Throws<OperationCanceledException>(() => trainer.Run(
            progress =>
            {
                if (progress.Step == stopAt)
                {
                    stop.Cancel();
                }
            },
            stop.Token));
        Assert.Equal($"stopped at step {stopAt} of {run.Preset.Training.Steps}", stopped.Message);
        return run;
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file))
        .Where(file => file is not ("timing.jsonl" or ".lock"))
        .Order(StringComparer.Ordinal);
}
