using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bindscope.Runs;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;
using Bindscope.Web;
using Bindscope.Web.Runs;
using Bindscope.Web.Trainings;

namespace Bindscope.Tests.Web;

/// <summary>Trainings that are begun over HTTP, on a server of each test's own.</summary>
public sealed class TrainingEndpointsTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private TrainingDesk desk = null!;
    private SiteServer server = null!;
    private HttpClient client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SiteOptions Options => new([new RunRoot(folder.File("runs")), new RunRoot(folder.File("reference"), IsReference: true)], Port: 0);

    public ValueTask InitializeAsync() => Serve(FakeProgram.Write(folder));

    public async ValueTask DisposeAsync()
    {
        await End();
        folder.Dispose();
    }

    [Fact]
    public async Task WhatCanBeTrainedIsOffered()
    {
        TrainingOffer offer = await Offer();

        Assert.Equal((null, null), (offer.Refusal, offer.Job));
        Assert.Equal(["quick", "small"], offer.Presets.Select(preset => preset.Name));
        Assert.All(offer.Presets, preset => Assert.True(preset.Assistance.Length > 0 && preset.MinutesFrom < preset.MinutesTo));
    }

    [Fact]
    public async Task ATrainingIsBegunOnceAndStopped()
    {
        HttpResponseMessage begun = await Post("api/train", new { preset = "quick", seed = 7 });
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        Assert.Equal("quick-7", (await SiteFixture.Read<TrainingAnswer>(begun)).Run);
        await Until(offer => offer.Job is { State: DeskState.Running, Message: "step 10" });
        await Refused(HttpStatusCode.Conflict, "one at a time", await Post("api/train", new { preset = "small", seed = 7 }));
        await Refused(HttpStatusCode.NotFound, "no run", await Post("api/train/quick-8/stop", new { }));

        Assert.Equal(HttpStatusCode.Accepted, (await Post("api/train/quick-7/stop", new { })).StatusCode);
        await Until(offer => offer.Job is { State: DeskState.Stopped, Run: "quick-7" });
        Assert.EndsWith($" train --preset quick --seed 7 --run {folder.File("runs/quick-7")}",
            (await File.ReadAllTextAsync(folder.File("said"), Cancellation)).TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"preset\":\"paper\",\"seed\":1}", HttpStatusCode.BadRequest, "quick or small")]
    [InlineData("{\"preset\":\"quick\",\"seed\":-1}", HttpStatusCode.BadRequest, "seed")]
    [InlineData("{\"preset\":\"quick\",\"seed\":1.5}", HttpStatusCode.BadRequest, "seed")]
    [InlineData("{\"preset\":\"quick\"}", HttpStatusCode.BadRequest, "seed")]
    [InlineData("{\"preset\":\"quick\",\"seed\":1,\"run\":\"../x\"}", HttpStatusCode.BadRequest, "run")]
    [InlineData("{\"preset\":\"quick\",\"seed\":1}", HttpStatusCode.Conflict, "trained already")]
    [InlineData("{\"preset\":\"quick\",\"seed\":2}", HttpStatusCode.Conflict, "fields differ")]
    [InlineData("{\"preset\":\"quick\",\"seed\":4}", HttpStatusCode.Conflict, "comes with the project")]
    public async Task WhatCannotBeTrainedIsRefused(string body, HttpStatusCode status, string said)
    {
        RunFolders.Train(folder.File("runs/quick-1"), TinyPresets.Fresh);
        Run.Create(folder.File("runs/quick-2"), TinyPresets.Fresh.Validated());
        Run.Create(folder.File("reference/quick-4"), TinyPresets.Fresh.Validated());
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        await Refused(status, said, await client.PostAsync(new Uri("api/train", UriKind.Relative), content, Cancellation));
        Assert.False(File.Exists(folder.File("said")));
    }

    [Theory]
    [InlineData("http://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("http://localhost:5173", null, HttpStatusCode.BadRequest)]
    public async Task APageOfAnotherSiteCannotBeginAnything(string? origin, string? host, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/train") { Content = JsonContent.Create(new { preset = "no", seed = 7 }) };
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        await Refused(status, "", await client.SendAsync(request, Cancellation));
        await Refused(HttpStatusCode.UnsupportedMediaType, "JSON", await client.PostAsync(new Uri("api/train/a/stop", UriKind.Relative), null, Cancellation));
        Assert.Null((await Offer()).Job);
    }

    [Fact]
    public void OtherServersSayWhyNothingCanBeBegun()
    {
        Assert.Contains("--allow-training", Refusal(Options with { Host = "0.0.0.0" }, desk)!, StringComparison.Ordinal);
        Assert.Null(Refusal(Options with { Host = "0.0.0.0", AllowsTraining = true }, desk));
        Assert.Contains("--run", Refusal(Options with { Only = ["tiny"] }, desk)!, StringComparison.Ordinal);
        Assert.NotNull(Refusal(Options, null));

        static string? Refusal(SiteOptions options, TrainingDesk? desk) =>
            TrainingCounter.For(options, desk, new RunCatalogue(options with { Only = default })).Offer().Refusal;
    }

    /// <summary>A name that another site's owner has lead here makes his pages of the same origin; HostTests has all routes.</summary>
    [Fact]
    public async Task AServerForOtherMachinesAnswersToItsOwnNames()
    {
        await using SiteServer open = await SiteServer.Start(
            Options with { Host = "0.0.0.0", AllowsTraining = true }, TimeProvider.System, Cancellation, desk);
        using var visitor = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(open.Address).Port}") };
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/train") { Content = JsonContent.Create(new { preset = "quick", seed = 7 }) };
        request.Headers.Host = "evil.example";
        request.Headers.Add("Origin", "http://evil.example");

        await Refused(HttpStatusCode.MisdirectedRequest, "--allow-host", await visitor.SendAsync(request, Cancellation));
        Assert.Null((await Offer()).Job);
        Assert.Equal(HttpStatusCode.Accepted, (await visitor.PostAsJsonAsync("api/train", new { preset = "quick", seed = 7 }, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task WithoutADeskNothingIsBegun()
    {
        await using SiteServer bare = await SiteServer.Start(Options, TimeProvider.System, Cancellation);
        using var visitor = new HttpClient { BaseAddress = new Uri(bare.Address) };

        await Refused(HttpStatusCode.Forbidden, "without", await visitor.PostAsJsonAsync("api/train", new { preset = "quick", seed = 1 }, Cancellation));
    }

    [Fact]
    public async Task AStoppedRunGoesOnWhereAReferenceDoesNot()
    {
        Run.Create(folder.File("runs/own"), TinyPresets.Fresh.Validated());
        Run.Create(folder.File("reference/theirs"), TinyPresets.Fresh.Validated());

        await Refused(HttpStatusCode.Conflict, "cp -r", await Post("api/train/theirs/resume", new { }));
        await Refused(HttpStatusCode.Conflict, "no checkpoint", await Post("api/train/own/analyse", new { }));
        await Refused(HttpStatusCode.Conflict, "nothing is running", await Post("api/train/own/stop", new { }));
        Assert.Equal(HttpStatusCode.Accepted, (await Post("api/train/own/resume", new { })).StatusCode);
        await Until(offer => offer.Job is { Message: "step 10" });
        Assert.EndsWith($" train --resume --run {folder.File("runs/own")}",
            (await File.ReadAllTextAsync(folder.File("said"), Cancellation)).TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>With the real program: it trains, its phases are found, and the site has a run more.</summary>
    [Fact]
    public async Task ATrainingEndsAsARunOfTheSite()
    {
        await End();
        await Serve(FakeProgram.WriteTiny(folder));
        string before = (await Offer()).Listing;
        Assert.Equal(HttpStatusCode.Accepted, (await Post("api/train", new { preset = "quick", seed = 3 })).StatusCode);
        TrainingOffer last = await Until(offer => offer.Job is { State: not DeskState.Running });

        Assert.Equal((DeskState.Finished, DeskStage.Phases, null), (last.Job!.State, last.Job.Stage, last.Job.Error));
        Assert.NotEqual(before, last.Listing);
        SiteIndex index = (await client.GetFromJsonAsync<SiteIndex>("data/site.json", SiteJson.Options, Cancellation))!;
        RunSummary run = Assert.Single(index.Runs);
        Assert.Equal(("quick-3", RunState.Finished, 60L, false), (run.Name, run.State, run.LastStep, run.Reference));
        Assert.NotNull(run.Phase);
    }

    private async ValueTask Serve(string program)
    {
        Directory.CreateDirectory(folder.File("runs"));
        desk = new TrainingDesk([program], folder.File("runs"), TimeProvider.System);
        server = await SiteServer.Start(Options, TimeProvider.System, Cancellation, desk);
        client = new HttpClient { BaseAddress = new Uri(server.Address) };
    }

    private async ValueTask End()
    {
        client.Dispose();
        await server.DisposeAsync();
        await desk.DisposeAsync();
    }

    private Task<HttpResponseMessage> Post(string path, object body) => client.PostAsJsonAsync(path, body, Cancellation);

    private async Task<TrainingOffer> Offer() =>
        await SiteFixture.Read<TrainingOffer>(await client.GetAsync(new Uri("api/train", UriKind.Relative), Cancellation));

    private async Task<TrainingOffer> Until(Func<TrainingOffer, bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(120));
        TrainingOffer offer = await Offer();
        while (!holds(offer))
        {
            await Task.Delay(50, patience.Token);
            offer = await Offer();
        }

        return offer;
    }

    private static async Task Refused(HttpStatusCode status, string said, HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        using JsonDocument problem = JsonDocument.Parse(text);
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
    }
}
