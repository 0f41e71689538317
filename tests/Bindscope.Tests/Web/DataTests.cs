using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.ProgramSample;
using Bindscope.Analysis.Results;
using Bindscope.Runs;
using Bindscope.Web.Data;
using Bindscope.Web.Runs;

namespace Bindscope.Tests.Web;

[Collection(nameof(SharedSite))]
public sealed class DataTests(SiteFixture site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ALinkToTheServerIsShownWithTheCurveOfItsFirstRun()
    {
        string page = await site.Client.GetStringAsync(Relative(""), Cancellation);
        SiteIndex index = await SiteFixture.Read<SiteIndex>(await site.Client.GetAsync(Relative("data/site.json"), Cancellation));

        Assert.Contains(index.Runs, run => run.Name == index.First);
        Assert.Contains($"content=\"{site.Client.BaseAddress}preview.png\"", page, StringComparison.Ordinal);
        Assert.Contains($"{index.First}: ", page, StringComparison.Ordinal);
        HttpResponseMessage picture = await site.Client.GetAsync(Relative("preview.png"), Cancellation);
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], (await picture.Content.ReadAsByteArrayAsync(Cancellation))[..4]);
        using var again = new HttpRequestMessage(HttpMethod.Get, Relative("preview.png"));
        again.Headers.IfNoneMatch.Add(picture.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await site.Client.SendAsync(again, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task TheRunShownFirstIsTheSolvedOneWithoutAssistanceElseTheOneWithMostAnalyses()
    {
        SiteIndex index = await SiteFixture.Read<SiteIndex>(await site.Client.GetAsync(Relative("data/site.json"), Cancellation));
        RunSummary Of(string name, int analyses, string phase, params ImmutableArray<string> assistance) =>
            index.Runs[0] with { Name = name, Analyses = analyses, Phase = phase, Assistance = assistance };
        RunSummary helped = Of("helped", 27, "solved", "easier programs come first"), plain = Of("plain", 26, "solved"), begun = Of("begun", 30, "heuristic");

        Assert.Equal("plain", SiteIndex.FirstOf([helped, plain, begun])?.Name);
        Assert.Equal("begun", SiteIndex.FirstOf([helped, begun])?.Name);
        Assert.Null(SiteIndex.FirstOf([]));
    }

    [Fact]
    public async Task TheIndexNamesEveryRunOnceAndSaysWhatIsHidden()
    {
        SiteIndex index = await Get<SiteIndex>("data/site.json");

        Assert.True(index.Live);
        Assert.Equal(["tiny", "packed", "ünï #1"], index.Runs.Select(run => run.Name));
        Assert.Equal([false, true, true], index.Runs.Select(run => run.Reference));
        Assert.Contains("same name", Assert.Single(index.Problems), StringComparison.Ordinal);
        RunSummary tiny = index.Runs[0];
        Assert.Equal((RunState.Finished, 60L, 3UL, 4, 2), (tiny.State, tiny.LastStep, tiny.Seed, tiny.Lines, tiny.MaximumHops));
        Assert.Equal(site.Trained.Preset.Model.ParameterCount, tiny.Parameters);
        Assert.Equal(60, tiny.Accuracy!.Value.Programs);
    }

    [Fact]
    public async Task ARunsPageHoldsItsFilesAsTheyAre()
    {
        RunPage page = await Get<RunPage>("data/runs/tiny/run.json");

        Assert.Equal(site.Trained.Checkpoints.Steps(), page.Checkpoints.Select(checkpoint => checkpoint.Step));
        Assert.Equal("quick", page.Spec.GetProperty("preset").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Object, page.Phases!.Value.ValueKind);
        Assert.Equal(["behaviour", "phases", "programs"], page.Analyses.Select(analysis => analysis.Name));
        Assert.Equal("bindscope analyze programs --run tiny --programs 10 --extreme 3 --seed 1", page.Analyses[2].Command);
        Assert.Equal(site.Trained.Checkpoints.Steps(), page.Analyses[2].Checkpoints);
        Assert.False(page.Report);
    }

    [Fact]
    public async Task MetricsAreTheLinesOfTheRun()
    {
        using JsonDocument metrics = JsonDocument.Parse(await site.Client.GetStringAsync(Relative("data/runs/tiny/metrics.json"), Cancellation));

        var evaluations = MetricsFile.Read(site.Trained.MetricsPath).Evaluations;
        Assert.Equal(
            evaluations.Select(one => (one.Step, one.Loss)),
            metrics.RootElement.GetProperty("metrics").EnumerateArray()
                .Select(line => (line.GetProperty("step").GetInt64(), line.GetProperty("loss").GetDouble())));
        Assert.Equal(evaluations.Length, metrics.RootElement.GetProperty("timing").GetArrayLength());
    }

    [Theory]
    [InlineData("programs.json", "analyses/programs/result.json")]
    [InlineData("analyses/programs/spec.json", "analyses/programs/spec.json")]
    [InlineData("analyses/phases/result.json", "analyses/phases/result.json")]
    [InlineData("analyses/programs/checkpoints/000060.json", "analyses/programs/checkpoints/000060.json")]
    public async Task AnalysesAreSentAsTheyAreOnDisk(string path, string file) => Assert.Equal(
        await File.ReadAllBytesAsync(Path.Combine(site.Trained.Directory, file), Cancellation),
        await site.Client.GetByteArrayAsync(Relative($"data/runs/tiny/{path}"), Cancellation));

    [Theory]
    [InlineData("gzip, br", true)]
    [InlineData("br;q=1.0, *;q=0.5", true)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("br", false)]
    [InlineData("", false)]
    public async Task ACompressedAnalysisIsSentAsItIsToThoseWhoCanReadIt(string accepted, bool asItIs)
    {
        const string Address = "data/runs/packed/programs.json";
        string file = Path.Combine(site.Packed, "analyses/programs/result.json");
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        HttpResponseMessage answer = await site.Client.SendAsync(request, Cancellation);
        byte[] body = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        byte[] plain = StoredJson.ReadBytes(file);

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        Assert.Equal(asItIs, answer.Content.Headers.ContentEncoding.Contains("gzip"));
        if (asItIs || accepted.Length == 0)
        {
            Assert.Equal(asItIs ? await File.ReadAllBytesAsync(file + StoredJson.Ending, Cancellation) : plain, body);
        }

        Assert.Equal(plain, await site.Client.GetByteArrayAsync(Relative("data/runs/tiny/programs.json"), Cancellation));
        using var again = new HttpRequestMessage(HttpMethod.Get, Address);
        again.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await site.Client.SendAsync(again, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task APackedRunIsListedLikeTheRunItself()
    {
        RunPage whole = await Get<RunPage>("data/runs/tiny/run.json");
        RunPage packed = await Get<RunPage>("data/runs/packed/run.json");

        Assert.Equal(
            whole.Analyses.Select(one => (one.Name, one.Bytes, string.Join(' ', one.Checkpoints))),
            packed.Analyses.Select(one => (one.Name, one.Bytes, string.Join(' ', one.Checkpoints))));
        Assert.Equal(JsonSerializer.Serialize(whole.Phases), JsonSerializer.Serialize(packed.Phases));
    }

    [Fact]
    public async Task ADamagedCompressedAnalysisIsSaid()
    {
        string file = Path.Combine(site.Packed, "analyses/behaviour/checkpoints/000060.json" + StoredJson.Ending);
        byte[] whole = await File.ReadAllBytesAsync(file, Cancellation);
        await File.WriteAllBytesAsync(file, whole[..^12], Cancellation);
        HttpResponseMessage answer = await site.Client.GetAsync(
            Relative("data/runs/packed/analyses/behaviour/checkpoints/000060.json"), Cancellation);
        await File.WriteAllBytesAsync(file, whole, Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("damaged", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheExampleIsTheSameWhetherItWasStoredOrNot()
    {
        ExamplePair pair = await Get<ExamplePair>("data/runs/tiny/example.json");
        LiveProgram computed = await Get<LiveProgram>("data/runs/tiny/example/60.json");
        ExampleResult stored = ExampleAnalysis.Run(site.Trained, new ExampleSpec(), new Work());
        string file = Path.Combine(site.Trained.Directory, "analyses/example/checkpoints/000060.json");
        using JsonDocument part = JsonDocument.Parse(await File.ReadAllTextAsync(file, Cancellation));
        Directory.Delete(Path.Combine(site.Trained.Directory, "analyses/example"), recursive: true);

        Assert.Equal((stored.Base, stored.Source), (pair.Base, pair.Source));
        Assert.Equal((pair.Base, pair.Source, 60), (computed.Program, computed.Source, computed.Step));
        Assert.Equal(
            JsonSerializer.Serialize(part.RootElement.GetProperty("answer").Deserialize<LiveProgram>(Bindscope.Web.SiteJson.Options)),
            JsonSerializer.Serialize(computed));
    }

    [Fact]
    public async Task TheExampleOverTrainingIsWhatTheCheckpointsAnswer()
    {
        TrainingLogits history = await Get<TrainingLogits>("data/runs/tiny/example/training.json");
        LiveProgram last = await Get<LiveProgram>("data/runs/tiny/example/60.json");

        Assert.Equal(last.Program, history.Program);
        Assert.Equal(site.Trained.Checkpoints.Steps(), history.Checkpoints.Select(checkpoint => checkpoint.Step));
        CheckpointLogits same = history.Checkpoints.Single(checkpoint => checkpoint.Step == 60);
        Assert.All(last.Logits!.Base.Zip(same.Logits), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public async Task ARunWithAnOddNameIsReachedByItsName()
    {
        RunPage page = await Get<RunPage>($"data/runs/{Uri.EscapeDataString("ünï #1")}/run.json");

        Assert.Equal("ünï #1", page.Summary.Name);
        Assert.Empty(page.Analyses);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await site.Client.GetAsync(Relative($"data/runs/{Uri.EscapeDataString("ünï #1")}/programs.json"), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task AFileThatABrowserHasIsNotSentAgain()
    {
        foreach (string path in (string[])["data/runs/tiny/programs.json", "data/runs/tiny/run.json"])
        {
            HttpResponseMessage first = await site.Client.GetAsync(Relative(path), Cancellation);
            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

            Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
            Assert.Equal(HttpStatusCode.NotModified, (await site.Client.SendAsync(again, Cancellation)).StatusCode);
        }
    }

    [Fact]
    public async Task WhoeverAsksForTheHeadAloneGetsNoBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "data/runs/tiny/programs.json");
        HttpResponseMessage answer = await site.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Content.Headers.ContentLength > 0);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task AnswersAreCompressedForThoseWhoCanReadIt()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "data/runs/tiny/run.json");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));

        Assert.Equal(["gzip"], (await site.Client.SendAsync(request, Cancellation)).Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task EveryAnswerForbidsWhatIsNotFromHere()
    {
        foreach (string path in (string[])["", "data/site.json", "assets/page-1a2b.js", "api/nothing"])
        {
            HttpResponseMessage answer = await site.Client.GetAsync(Relative(path), Cancellation);

            Assert.Contains("default-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task ThePageIsAskedForEachTimeAndItsPartsAreKept()
    {
        HttpResponseMessage page = await site.Client.GetAsync(Relative(""), Cancellation);
        HttpResponseMessage script = await site.Client.GetAsync(Relative("assets/page-1a2b.js"), Cancellation);

        Assert.Equal(SiteFixture.Page, SiteFixture.WithoutPreview(await page.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal("no-cache", page.Headers.CacheControl!.ToString());
        Assert.Contains("immutable", script.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReportIsServedWithoutScripts()
    {
        string report = Path.Combine(site.Folder, "reference", "ünï #1", "report");
        Directory.CreateDirectory(Path.Combine(report, "figures"));
        await File.WriteAllTextAsync(Path.Combine(report, "index.html"), "<!doctype html>", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(report, "figures", "a.svg"), "<svg/>", Cancellation);
        string root = $"data/report/{Uri.EscapeDataString("ünï #1")}";
        HttpResponseMessage page = await site.Client.GetAsync(Relative($"{root}/index.html"), Cancellation);
        HttpResponseMessage figure = await site.Client.GetAsync(Relative($"{root}/figures/a.svg"), Cancellation);
        HttpResponseMessage missing = await site.Client.GetAsync(Relative($"{root}/../spec.json"), Cancellation);
        Directory.Delete(report, recursive: true);

        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(("text/html", "image/svg+xml"), (page.Content.Headers.ContentType!.MediaType, figure.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task ProgramsComeWithEveryCheckpointsAnswer()
    {
        ProgramsResult result = await Get<ProgramsResult>("data/runs/tiny/programs.json");

        Assert.Equal(site.Trained.Checkpoints.Steps(), result.Steps);
        Assert.Equal(result.Programs.Length, result.Predictions.Length);
        Assert.All(result.Predictions, row => Assert.Equal(result.Steps.Length, row.Length));
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private async Task<T> Get<T>(string path) =>
        await SiteFixture.Read<T>(await site.Client.GetAsync(Relative(path), Cancellation));
}
