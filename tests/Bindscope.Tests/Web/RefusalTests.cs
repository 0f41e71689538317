using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Bindscope.Web;

namespace Bindscope.Tests.Web;

/// <summary>What is wrong is refused with the status and the words for it, and nothing outside of the runs is ever sent.</summary>
[Collection(nameof(SharedSite))]
public sealed class RefusalTests(SiteFixture site)
{
    private static readonly int[] FirstLayer = [1];

    private const string Live = "api/runs/tiny/checkpoints/60/live";

    [Theory]
    [InlineData("data/runs/none/run.json")]
    [InlineData("data/runs/tiny/spec.json")]
    [InlineData("data/runs/tiny/checkpoints/000060/weights.safetensors")]
    [InlineData("data/runs/tiny/example/61.json")]
    [InlineData("data/runs/tiny/example/060.json")]
    [InlineData("data/runs/tiny/analyses/none/result.json")]
    [InlineData("data/runs/tiny/analyses/..%2f..%2fspec.json")]
    [InlineData("data/runs/%2e%2e/secret.json")]
    [InlineData("data/runs/..%2fsecret.json/run.json")]
    [InlineData("data/runs/tiny/")]
    [InlineData("data/report/tiny/index.html")]
    [InlineData("api/nothing")]
    [InlineData("data/runs/tiny/analyses/phases/result.json/")]
    public async Task WhatIsNotThereIsNotFound(string path)
    {
        HttpResponseMessage answer = await site.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        await AssertProblem(answer, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/data/runs/../../secret.json")]
    [InlineData("/../secret.json")]
    [InlineData("/assets/../../secret.json")]
    [InlineData("/assets/..%2f..%2fsecret.json")]
    [InlineData("/assets/%2e%2e/%2e%2e/secret.json")]
    [InlineData("/data/runs/tiny/analyses/phases/../../../../../secret.json")]
    [InlineData("/data/runs/tiny%00/run.json")]
    [InlineData("//etc/passwd")]
    [InlineData("/data/runs//etc/passwd")]
    public async Task APathThatClimbsFindsNothing(string path) => Assert.StartsWith("HTTP/1.1 4", await Raw($"GET {path} HTTP/1.1"), StringComparison.Ordinal);

    [Theory]
    [InlineData("api/runs/none/checkpoints/60/live")]
    [InlineData("api/runs/tiny/checkpoints/59/live")]
    [InlineData("api/runs/tiny/checkpoints/-1/live")]
    [InlineData("api/runs/tiny/checkpoints/99999999999999/live")]
    [InlineData("api/runs/tiny/checkpoints/last/live")]
    [InlineData("api/runs/..%2f..%2fsecret/checkpoints/60/patch")]
    [InlineData("api/runs/none/logits-over-training")]
    public async Task UnknownRunsAndCheckpointsAreNotFound(string path) =>
        await AssertProblem(await site.Post(path, new { program = "a=1\n#a:", parts = SiteFixture.Parts("logits") }), HttpStatusCode.NotFound);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"program\":")]
    [InlineData("{\"program\":\"a=1\\n#a:\"}")]
    [InlineData("{\"program\":1,\"parts\":[\"logits\"]}")]
    [InlineData("{\"program\":null,\"parts\":[\"logits\"]}")]
    [InlineData("{\"program\":\"a=1\\n#a:\",\"parts\":[]}")]
    [InlineData("{\"program\":\"a=1\\n#a:\",\"parts\":[\"weights\"]}")]
    [InlineData("{\"program\":\"a=1\\n#a:\",\"parts\":[0]}")]
    [InlineData("{\"program\":\"a=1\\n#a:\",\"parts\":[\"logits\"],\"extra\":1}")]
    [InlineData("{\"program\":\"a=1\\n#a:\",\"program\":\"a=1\\n#a:\",\"parts\":[\"logits\"]}")]
    [InlineData("{\"program\":\"a=1\\n#a:\",\"source\":\"a=1\\n#a:\",\"parts\":[\"logits\"]}")]
    [InlineData("{\"program\":\"a=1\\n#a:\",\"source\":\"b=2\\na=1\\n#a:\",\"parts\":[\"logits\"]}")]
    [InlineData("\ud83d\udca5")]
    public async Task ABodyThatIsNoRequestIsRefused(string body) => await AssertProblem(await site.PostText(Live, body), HttpStatusCode.BadRequest);

    [Fact]
    public async Task EveryMistakeOfAProgramHasItsPlace()
    {
        JsonElement problem = await AssertProblem(await site.Post("api/program", new { text = "a=1\nb=z\nü=2\n#q:" }), HttpStatusCode.BadRequest);

        JsonElement[] errors = [.. problem.GetProperty("errors").EnumerateArray()];
        Assert.Contains(errors, error => (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()) == (2, 3));
        Assert.Contains(errors, error => (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()) == (3, 1));
        Assert.All(errors, error => Assert.Equal("text", error.GetProperty("field").GetString()));
        Assert.All(errors, error => Assert.NotEmpty(error.GetProperty("message").GetString()!));
    }

    [Theory]
    [InlineData("a=1\nb=a\n#b:\nrest")]
    [InlineData("a=１\n#a:")]
    [InlineData("𝒶=1\n#𝒶:")]
    [InlineData("a=1\u0000\n#a:")]
    [InlineData("<script>alert(1)</script>")]
    public async Task AnyTextCanBeAskedAbout(string text) =>
        await AssertProblem(await site.Post("api/program", new { text }), HttpStatusCode.BadRequest);

    [Theory]
    [InlineData(5000)]
    [InlineData(300)]
    [InlineData(10)]
    public async Task AProgramThatIsTooLongIsRefused(int lines)
    {
        string program = string.Concat(Enumerable.Repeat("a=1\n", lines)) + "#a:";

        await AssertProblem(await site.Post(Live, new { program, parts = SiteFixture.Parts("logits") }), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("{\"kind\":\"zero\",\"where\":{\"kind\":\"residual.in\",\"layers\":[9],\"positions\":{\"kind\":\"every\"}}}", "layers 1-2")]
    [InlineData("{\"kind\":\"zero\",\"where\":{\"kind\":\"residual.in\",\"layers\":[1],\"positions\":{\"kind\":\"same\",\"positions\":[99]}}}", "there is no position 99")]
    [InlineData("{\"kind\":\"zero\",\"where\":{\"kind\":\"nowhere\",\"layers\":[1],\"positions\":{\"kind\":\"every\"}}}", "'nowhere' is no kind of site")]
    [InlineData("{\"kind\":\"shout\"}", "shout")]
    [InlineData("{\"kind\":\"project\",\"kept\":\"inside\",\"subspace\":{\"from\":{\"file\":\"/etc/passwd\",\"tensor\":\"x\"}},\"where\":{\"kind\":\"residual.in\",\"layers\":[1],\"positions\":{\"kind\":\"every\"}}}", "here the basis itself is needed")]
    [InlineData("{\"site\":\"residual.in:9\",\"role\":\"colon\"}", "layers 1-2")]
    [InlineData("{\"site\":\"residual.in:1\",\"role\":\"rhs:7\"}", "depths 1-1")]
    [InlineData("{\"site\":\"residual.in:1\"}", "role or by a position")]
    [InlineData("{\"site\":\"residual.in:1\",\"position\":2,\"action\":\"cut\"}", "attention.pattern:LAYER")]
    [InlineData("{\"where\":{\"kind\":\"residual.in\",\"layers\":[1],\"positions\":{\"kind\":\"every\"}}}", "interventions[0]: something that needs a kind")]
    [InlineData("{\"kind\":\"cutEdges\",\"where\":{\"layers\":[1],\"heads\":[],\"edges\":{\"kind\":\"same\",\"edges\":[{\"query\":2,\"key\":5}]}},\"rest\":\"left\"}", "does not see position 5")]
    [InlineData("7", "interventions")]
    public async Task APatchThatDoesNotFitSaysWhatThereIs(string intervention, string said)
    {
        string body = $$"""{"program":"a=1\nb=2\n#b:","interventions":[{{intervention}}]}""";
        JsonElement problem = await AssertProblem(await site.PostText("api/runs/tiny/checkpoints/60/patch", body), HttpStatusCode.BadRequest);

        Assert.Contains(said, problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public async Task TooManyPatchesOrNoneAreRefused(int count)
    {
        object[] interventions = [.. Enumerable.Range(0, count).Select(_ => new { kind = "zero", where = new { kind = "residual.in", layers = FirstLayer, positions = new { kind = "every" } } })];

        await AssertProblem(
            await site.Post("api/runs/tiny/checkpoints/60/patch", new { program = "a=1\nb=2\n#b:", interventions }), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task AHugeBodyIsRefused() =>
        await AssertProblem(await site.PostText("api/program", new string(' ', 70_000)), HttpStatusCode.RequestEntityTooLarge);

    /// <summary>A chunk's size that overflows, one that is no number, and a body that ends before its chunk does.</summary>
    [Theory]
    [InlineData("ffffffffffffffffffff", "/api/program")]
    [InlineData("fffffffff", "/api/train")]
    [InlineData("g", "/api/program")]
    [InlineData("ffffffffffffffffffff", "/data/site.json")]
    public async Task ABodyOfAWrongSizeIsRefusedAndNothingIsReported(string size, string path)
    {
        var reported = new ConcurrentQueue<string>();
        await using SiteServer server = await SiteServer.Start(
            site.Options with { Report = reported.Enqueue }, TimeProvider.System, TestContext.Current.CancellationToken);
        string answer = await Raw(
            $"POST {path} HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked", $"{size}\r\n{{}}\r\n0\r\n\r\n", server.Address);

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.Empty(reported);
    }

    [Fact]
    public async Task APartOfAnAddressThatIsNoNumberIsRefused() =>
        await AssertProblem(
            await site.Client.GetAsync(new Uri("api/runs/tiny/events?after=x", UriKind.Relative), TestContext.Current.CancellationToken),
            HttpStatusCode.BadRequest);

    [Fact]
    public async Task AFormOfAnotherPageIsRefused()
    {
        using var form = new StringContent("{\"text\":\"a=1\\n#a:\"}", Encoding.UTF8, "text/plain");

        await AssertProblem(
            await site.Client.PostAsync(new Uri("api/program", UriKind.Relative), form, TestContext.Current.CancellationToken),
            HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task AnotherNameForThisMachineIsNotAnswered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "data/site.json") { Headers = { Host = "evil.example" } };

        await AssertProblem(await site.Client.SendAsync(request, TestContext.Current.CancellationToken), HttpStatusCode.MisdirectedRequest);
    }

    [Fact]
    public async Task TheWrongMethodIsRefused() =>
        await AssertProblem(
            await site.Client.GetAsync(new Uri("api/program", UriKind.Relative), TestContext.Current.CancellationToken),
            HttpStatusCode.MethodNotAllowed);

    [Theory]
    [InlineData("none", null, HttpStatusCode.NotFound)]
    [InlineData("tiny", 99, HttpStatusCode.NotFound)]
    public async Task ARandomProgramThatCannotBeIsNotFound(string run, int? hops, HttpStatusCode status) =>
        await AssertProblem(await site.Post("api/program/random", new { run, hops }), status);

    private static async Task<JsonElement> AssertProblem(HttpResponseMessage answer, HttpStatusCode status)
    {
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        JsonElement problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem;
    }

    /// <summary>Sends a request line as it is, which clients would tidy up.</summary>
    private async Task<string> Raw(string requestLine, string body = "", string? server = null)
    {
        var address = new Uri(server ?? site.Server.Address);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{requestLine}\r\nHost: localhost\r\nConnection: close\r\n\r\n{body}"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
