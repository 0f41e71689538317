using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Bindscope.Analysis.Live;
using Bindscope.Runs;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Runs;
using Bindscope.Tests.Training;
using Bindscope.Web;

namespace Bindscope.Tests.Web;

/// <summary>What a server does when much is asked of it, too much, or for too long; and while a run trains.</summary>
public sealed class LoadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FiftySweepsAtOnceAreAllAnsweredAndLeaveNothingBehind()
    {
        RunFolders.Train(folder.File("runs/tiny"), TinyPresets.Fresh);
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "bindscope"), ["serve", "--runs", folder.File("runs"), "--port", "0", "--no-browser"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process server = Process.Start(start)!;
        try
        {
            string address = await server.StandardOutput.ReadLineAsync(Cancellation) ?? "";
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            await Sweeps(client, 0);
            await Sweeps(client, 1);
            long before = ResidentBytes(server);
            for (int round = 2; round < 6; round++)
            {
                await Sweeps(client, round);
            }

            // Answers that are kept for those who ask again are a few hundred kilobytes of this.
            Assert.InRange(ResidentBytes(server), 0, before + (32L << 20));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(Cancellation);
        }
    }

    [Fact]
    public async Task ABusyServerSaysSoAndAClientThatLeavesMakesRoom()
    {
        await using SiteServer server = await Start(new SiteLimits(Queue: 1));
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        using var running = new BlockedQueue(server.Queue);
        using var leaving = new CancellationTokenSource();
        Task<HttpResponseMessage> waits = Ask(1, leaving.Token);
        await Until(() => server.Queue.Waiting == 1);
        HttpResponseMessage refused = await Ask(2, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        await Until(() => server.Queue.Waiting == 0);
        Task<HttpResponseMessage> next = Ask(3, Cancellation);
        await Until(() => server.Queue.Waiting == 1);
        running.Free();
        Assert.Equal(HttpStatusCode.OK, (await next).StatusCode);

        Task<HttpResponseMessage> Ask(int digit, CancellationToken cancellation) => client.PostAsJsonAsync(
            "api/runs/tiny/checkpoints/60/live", new { program = $"a={digit}\n#a:", parts = SiteFixture.Parts("logits") }, cancellation);
    }

    [Fact]
    public async Task AtTheDeadlineTheClientIsToldSo()
    {
        await using SiteServer server = await Start(new SiteLimits(DeadlineSeconds: 0.2));
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        using var blocked = new ManualResetEventSlim();
        Task<int> endless = server.Queue.Run(
            _ =>
            {
                blocked.Wait(Cancellation);
                return 1;
            },
            CancellationToken.None);
        HttpResponseMessage late = await client.PostAsJsonAsync(
            "api/runs/tiny/checkpoints/60/live", new { program = "a=1\n#a:", parts = SiteFixture.Parts("logits") }, Cancellation);
        blocked.Set();
        await endless;

        Assert.Equal(HttpStatusCode.GatewayTimeout, late.StatusCode);
        Assert.Equal("application/problem+json", late.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task ARunThatTrainsIsFollowed()
    {
        await using SiteServer server = await Start(new SiteLimits());
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        Run run = Run.Open(folder.File("runs/tiny"));
        using HttpResponseMessage answer = await client.GetAsync(
            new Uri("api/runs/tiny/events?after=56", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));

        Assert.StartsWith("data: {\"step\":60,", await Next("metrics"), StringComparison.Ordinal);
        Assert.Equal("data: {\"state\":\"finished\"}", await Next("state"));
        MetricsFile.Append(run.MetricsPath, SampleEvaluation.At(61, 500));
        Assert.StartsWith("data: {\"step\":61,", await Next("metrics"), StringComparison.Ordinal);
        Directory.CreateDirectory(run.Checkpoints.Folder(61));
        Assert.Equal("data: {\"step\":61}", await Next("checkpoint"));
        using (new FileStream(Path.Combine(run.Directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Directory.Delete(run.Checkpoints.Folder(60), recursive: true);
            Assert.Equal("data: {\"state\":\"training\"}", await Next("state"));
        }

        async Task<string> Next(string kind)
        {
            while (await reader.ReadLineAsync(Cancellation) is { } line)
            {
                if (line == $"event: {kind}")
                {
                    return await reader.ReadLineAsync(Cancellation) ?? "";
                }
            }

            throw new EndOfStreamException(kind);
        }
    }

    private async Task<SiteServer> Start(SiteLimits limits)
    {
        RunFolders.Train(folder.File("runs/tiny"), TinyPresets.Fresh);
        return await SiteServer.Start(
            new SiteOptions([new RunRoot(folder.File("runs"))], Port: 0, Limits: limits), TimeProvider.System, Cancellation);
    }

    private static async Task Sweeps(HttpClient client, int round)
    {
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => client.PostAsJsonAsync(
            "api/runs/tiny/checkpoints/60/live",
            new { program = $"a={i / 10}\nb={i % 10}\nc=b\nd={round}\n#c:", parts = SiteFixture.Parts("residual", "heads") },
            Cancellation)));
        foreach (HttpResponseMessage answer in answers)
        {
            LiveProgram live = await SiteFixture.Read<LiveProgram>(answer);
            Assert.Equal(2 * 19, live.Residual!.Cells.Length);
            answer.Dispose();
        }
    }

    private static long ResidentBytes(Process process)
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    private static async Task Until(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(10, Cancellation);
        }
    }
}
