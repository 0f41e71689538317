using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Cli;

/// <summary>The demo as a process of its own: a server, and a training in a process that must not outlive it.</summary>
public sealed class DemoVerbTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "bindscope");

    private readonly TemporaryFolder folder = new();
    private readonly string preset;

    /// <summary>Far more steps than a test waits for.</summary>
    public DemoVerbTests() => File.WriteAllText(
        preset = folder.File("preset.json"),
        PresetJson.Write(TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 1_000_000 } }));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string RunFolder => folder.File("runs/demo");

    public void Dispose() => folder.Dispose();

    /// <summary>Ctrl-C at a terminal reaches both processes, in any order; other signals the demo alone.</summary>
    [Theory]
    [InlineData("-KILL", "", 137)]
    [InlineData("-TERM", "", 130)]
    [InlineData("-INT", "-", 130)]
    public async Task WhoeverEndsTheDemoEndsItsTraining(string signal, string group, int exitCode)
    {
        Assert.SkipWhen(signal == "-INT" && await Child.IgnoresAsync(2), "Ctrl-C is ignored here, as nohup and & do it: the demo would go on for ever");
        using Process demo = Start("--port", "0");
        Task<string> error = demo.StandardError.ReadToEndAsync(Cancellation);
        string address = (await demo.StandardOutput.ReadLineAsync(Cancellation))!;
        Assert.Matches(@"^http://127\.0\.0\.1:\d+/#/overview(\?run=small-lm-256)?$", address);
        await Until(() => File.Exists(folder.File("runs/demo/metrics.jsonl")));
        using var visitor = new HttpClient { BaseAddress = new Uri(address) };
        Assert.Contains("\"name\":\"demo\"", await visitor.GetStringAsync(new Uri("data/site.json", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        using var kill = Process.Start("kill", [signal, "--", $"{group}{demo.Id}"]);
        await demo.WaitForExitAsync(Cancellation);
        Run run = Run.Open(RunFolder);
        await Until(() => !run.IsTraining);
        string said = await error;

        Assert.Equal(exitCode, demo.ExitCode);
        Assert.Contains("hint: continue with `bindscope train --resume", said, StringComparison.Ordinal);
        Assert.Equal(exitCode == 130, said.Contains("is stopped; the same command continues it", StringComparison.Ordinal));
        Assert.True(run.Checkpoints.Steps()[^1] > 0);
        Assert.NotNull(RunFolders.Resume(RunFolder, stopAt: run.Checkpoints.Steps()[^1] + 2));
    }

    [Fact]
    public async Task WithoutItsPortItTrainsAllTheSame()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using Process demo = Start("--port", $"{port}");
        Task<string> error = demo.StandardError.ReadToEndAsync(Cancellation);
        await Until(() => File.Exists(folder.File("runs/demo/metrics.jsonl")));
        using var kill = Process.Start("kill", ["-TERM", $"{demo.Id}"]);
        await demo.WaitForExitAsync(Cancellation);

        Assert.Equal(130, demo.ExitCode);
        Assert.Contains($"warning: the pages are not served: port {port}", await error, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingToDoIsAWrongRequest()
    {
        CommandLine answer = CommandLine.Run("demo", "--no-train", "--no-serve");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("nothing to do", answer.Error, StringComparison.Ordinal);
    }

    private Process Start(params string[] arguments) => Process.Start(
        // A group of its own, as at a terminal.
        new ProcessStartInfo("setsid", [Program, "demo", "--no-browser", "--config", preset, "--run", RunFolder, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static async Task Until(Func<bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(120));
        while (!holds())
        {
            await Task.Delay(100, patience.Token);
        }
    }
}
