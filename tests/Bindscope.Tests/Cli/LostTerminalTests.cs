using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Cli;

/// <summary>What becomes of a command whose terminal is closed or whose output cannot be written.</summary>
public sealed class LostTerminalTests : IDisposable
{
    private static readonly Dictionary<string, string> Plain = [];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ATrainingWhoseTerminalIsClosedKeepsItsCheckpointAndGoesOn()
    {
        Assert.SkipWhen(await Child.IgnoresAsync(1), "hangups are ignored here, as nohup does it: the training would go on for ever");

        // It hears of the terminal's end first, and then cannot say anything any more, as on a full device.
        await File.WriteAllTextAsync(
            folder.File("preset.json"),
            PresetJson.Write(TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 100_000 } }),
            TestContext.Current.CancellationToken);
        var closed = await Sh(
            """
            "$0" train --config "$1/preset.json" --run "$1/a" 2> /dev/full & training=$!
            until [ -e "$1/a/checkpoints/000045" ]; do kill -0 $training || exit 99; sleep 0.02; done
            kill -HUP $training
            wait $training
            """);

        Assert.Equal(130, closed.ExitCode);
        RunFolders.Resume(folder.File("a"), stopAt: Run.Open(folder.File("a")).Checkpoints.Steps()[^1] + 2);
    }

    [Fact]
    public async Task AResultThatCannotBeWrittenIsAnErrorAsAnyOther()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no device that is always full");
        var full = await Sh("\"$0\" presets quick > /dev/full");

        Assert.Equal(3, full.ExitCode);
        Assert.Equal(
            "error: standard output cannot be written: No space left on device\nhint: free some space, or send the output elsewhere\n", full.Error);
    }

    private Task<Child> Sh(string script) => Child.RunAsync(
        "/bin/sh", Plain, "-c", script, Path.Combine(AppContext.BaseDirectory, "bindscope"), folder.File(""));
}
