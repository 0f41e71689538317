using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Cli;

/// <summary>Standard streams that the caller closed, files without an end, limits, and the signals of schedulers: a sentence or silence, and an exit
/// code.</summary>
public sealed class BadStreamsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AClosedInputIsNotWaitedFor()
    {
        Child answer = await Sh("timeout 60 \"$0\" run - <&-");

        Assert.Equal((3, ""), (answer.ExitCode, answer.Out));
        Assert.Contains("error: the program cannot be read: standard input is closed\nhint: ", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run nowhere 2>&-", 3)]
    [InlineData("presets none 2>&-", 2)]
    [InlineData("run nowhere <&- 2>&-", 3)]
    [InlineData("presets quick >&- 2>&-", 3)]
    [InlineData("presets quick <&- 2>&-", 0)]
    public async Task AClosedErrorIsDoneWithout(string command, int code)
    {
        Child answer = await Sh($"timeout 60 \"$0\" {command}");

        Assert.True(code == answer.ExitCode, $"{answer.ExitCode}: {answer.Error}");
        Assert.Equal(code == 0, answer.Out.Length > 0);
    }

    [Fact]
    public async Task AClosedOutputIsSaid()
    {
        Child answer = await Sh("timeout 60 \"$0\" presets quick >&-");

        Assert.Equal(3, answer.ExitCode);
        Assert.StartsWith("error: standard output ", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "/dev/zero")]
    [InlineData("train", "--config", "/dev/zero")]
    [InlineData("jobs", "run", "/dev/zero")]
    public void AFileWithoutAnEndIsRefused(params string[] command)
    {
        CommandLine answer = CommandLine.Run(command);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("/dev/zero has more than ", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(127)]
    public async Task TooFewFilesAreNamedWithTheLimit(int limit)
    {
        Child answer = await Sh($"ulimit -n {limit}; exec \"$0\" presets quick");

        Assert.Equal((3, ""), (answer.ExitCode, answer.Out));
        Assert.Contains($"error: this process may have {limit} files open at once", answer.Error, StringComparison.Ordinal);
        Assert.Contains("hint: raise the limit: ulimit -n ", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheFewestFilesThatAreAllowedSuffice()
    {
        Child answer = await Sh("ulimit -n 128; exec \"$0\" presets quick");
        Assert.True(answer.ExitCode == 0, answer.Error);
    }

    [Theory]
    [InlineData("preset.name=\"\\ud800\"")]
    [InlineData("name=HALF")]
    [InlineData("name=\ufffd\ufffd")]
    [InlineData("name=\"\\ud800\"")]
    public void HalfACharacterIsAWrongRequest(string assignment)
    {
        // An attribute cannot hold half of a pair: it comes back as other characters.
        assignment = assignment.Replace("HALF", "\ud800", StringComparison.Ordinal);
        CommandLine answer = CommandLine.Run("train", "--run", folder.File("a"), "--set", assignment);
        Assert.Equal(2, answer.ExitCode);
        Assert.False(Directory.Exists(folder.File("a")));
    }

    [Theory]
    [InlineData("USR1")]
    [InlineData("USR2")]
    [InlineData("XCPU")]
    public async Task TheWarningOfASchedulerLeavesACheckpoint(string signal)
    {
        await File.WriteAllTextAsync(
            folder.File("preset.json"),
            PresetJson.Write(TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 100_000 } }),
            TestContext.Current.CancellationToken);
        Child stopped = await Sh(
            $$"""
            "$0" train --config "$1/preset.json" --run "$1/a" & training=$!
            until [ -e "$1/a/checkpoints/000045" ]; do kill -0 $training || exit 99; sleep 0.02; done
            kill -{{signal}} $training
            wait $training
            """);

        Assert.True(stopped.ExitCode == 130, $"{stopped.ExitCode}: {stopped.Error}");
        Assert.Contains("nothing is lost", stopped.Error, StringComparison.Ordinal);
        RunFolders.Resume(folder.File("a"), stopAt: Run.Open(folder.File("a")).Checkpoints.Steps()[^1] + 2);
    }

    private Task<Child> Sh(string script) => Child.RunAsync(
        "/bin/sh", new Dictionary<string, string>(), "-c", script, Path.Combine(AppContext.BaseDirectory, "bindscope"), folder.File(""));
}
