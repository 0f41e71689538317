using System.Diagnostics;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;

namespace Bindscope.Tests.Training;

/// <summary>The command line as a process of its own, killed with SIGKILL at several moments and taken up again until it is done.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private const int Kills = 4;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ARunThatWasKilledManyTimesHoldsTheBytesOfOneThatWasNot()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var preset = TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 200 } };
        await File.WriteAllTextAsync(folder.File("preset.json"), PresetJson.Write(preset), cancellation);
        var whole = Task.Run(() => RunFolders.Train(folder.File("whole"), preset), cancellation);
        var killed = folder.File("killed");
        var random = new Random();
        var kills = 0;
        while (true)
        {
            using var process = Start(killed);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            if (kills < Kills)
            {
                await Moment(process, killed, random, kills % 2 == 0);
                process.Kill();
            }

            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode == 0)
            {
                break;
            }

            Assert.True(process.ExitCode == 137, $"{process.ExitCode}: {await error}");
            kills++;
        }

        await whole;
        Assert.InRange(kills, 2, Kills);
        RunFolders.AssertSame(folder.File("whole"), killed);
    }

    private Process Start(string run)
    {
        string[] what = File.Exists(Path.Combine(run, "spec.json")) ? ["--resume"] : ["--config", folder.File("preset.json")];
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "bindscope"), ["train", .. what, "--run", run])
        {
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Waits for a moment to kill in: while a checkpoint is written, or some time after one more evaluation.</summary>
    private static async Task Moment(Process process, string run, Random random, bool whileACheckpointIsWritten)
    {
        var checkpoints = Path.Combine(run, "checkpoints");
        var metrics = new FileInfo(Path.Combine(run, MetricsFile.Name));
        var before = metrics.Exists ? metrics.Length : 0;
        var more = random.Next(1, 4_000); // bytes: up to eight lines
        while (!process.HasExited)
        {
            if (whileACheckpointIsWritten)
            {
                if (Directory.Exists(checkpoints) && Directory.EnumerateDirectories(checkpoints, "*.part").Any() && random.Next(3) == 0)
                {
                    return;
                }

                await Task.Yield();
            }
            else
            {
                metrics.Refresh();
                if (metrics.Exists && metrics.Length > before + more)
                {
                    await Task.Delay(random.Next(30), TestContext.Current.CancellationToken);
                    return;
                }

                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }
    }
}
