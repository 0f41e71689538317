using System.Net;
using System.Net.Http.Json;
using Bindscope.Errors;
using Bindscope.Tests.Cli;
using Bindscope.Web;

namespace Bindscope.Tests.Web;

/// <summary>Which names a server answers to, for others and behind proxies.</summary>
[Collection(nameof(SharedSite))]
public sealed class HostTests(SiteFixture site)
{
    private const string Hub = "hub.example.org";
    private const string Live = "api/runs/tiny/checkpoints/60/live";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every kind of route: pages, data, live calls, events, trainings, and none.</summary>
    public static TheoryData<string, string> Routes { get; } = new()
    {
        { "GET", "" }, { "GET", "assets/page-1a2b.js" }, { "GET", "data/site.json" }, { "GET", "data/runs/tiny/run.json" }, { "GET", "data/report/tiny/index.html" },
        { "GET", "api/runs/tiny/events" }, { "GET", "api/train" }, { "POST", "api/train" }, { "POST", "api/train/tiny/stop" }, { "POST", "api/program" }, { "POST", Live },
        { "GET", "nothing" },
    };

    [Fact]
    public async Task OnlyAllowedOriginsMayShowItInAFrame()
    {
        Assert.EndsWith("frame-ancestors 'none'", await Policy([]), StringComparison.Ordinal);
        Assert.EndsWith(
            "frame-ancestors 'self' https://example.org http://localhost:8000",
            await Policy(["https://example.org/", "http://localhost:8000"]),
            StringComparison.Ordinal);
        foreach (string wrong in (string[])["example.org", "https://example.org/path", "*", "https://example.org; script-src *"])
        {
            UserException refused = await Assert.ThrowsAsync<UserException>(() => Policy([wrong]));
            Assert.Contains($"--allow-frame '{wrong}'", refused.Message, StringComparison.Ordinal);
        }

        async Task<string> Policy(string[] origins)
        {
            await using SiteServer server = await SiteServer.Start(
                site.Options with { AllowedFrames = [.. origins], Port = 0 }, TimeProvider.System, Cancellation);
            using var client = new HttpClient();
            HttpResponseMessage answer = await client.GetAsync(new Uri(server.Address), Cancellation);
            return string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task AServerForOthersAnswersOnNoRouteToANameThatItDoesNotKnow(string method, string path)
    {
        await using SiteServer server = await Start("0.0.0.0", "bindscope.example.org");
        using HttpClient client = Visitor(server);
        string machine = Environment.MachineName.Split('.')[0];
        foreach (string host in new[] { $"{machine}.evil.com", machine, "evil.example", "localhost.evil.example", "x.bindscope.example.org", "example.org", "192.0.2.7" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { Host = host } };
            request.Headers.Add("Origin", $"http://{host}");
            request.Content = method == "POST" ? JsonContent.Create(new { }) : null;
            using HttpResponseMessage answer = await client.SendAsync(request, Cancellation);
            string text = await answer.Content.ReadAsStringAsync(Cancellation);

            Assert.True(answer.StatusCode == HttpStatusCode.MisdirectedRequest, $"{host}: {(int)answer.StatusCode} {text}");
            Assert.DoesNotContain(machine, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("example.org", text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("--allow-host", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("0.0.0.0", "127.0.0.1", HttpStatusCode.OK)]
    [InlineData("0.0.0.0", "0.0.0.0", HttpStatusCode.OK)]
    [InlineData("0.0.0.0", "localhost:1", HttpStatusCode.OK)]
    [InlineData("0.0.0.0", "BINDSCOPE.example.org:8443", HttpStatusCode.OK)]
    [InlineData("0.0.0.0", "b\u00fccher.example", HttpStatusCode.OK)]
    [InlineData("0.0.0.0", "10.0.0.1", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1", "localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", "[::1]:8888", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", "bindscope.example.org", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("*", "127.0.0.1", HttpStatusCode.OK)]
    [InlineData("*", "evil.example", HttpStatusCode.MisdirectedRequest)]
    public async Task AServerAnswersToItsAddressAndToAllowedNames(string listening, string host, HttpStatusCode status)
    {
        await using SiteServer server = await Start(listening, "bindscope.example.org", "b\u00fccher.example");
        using HttpClient client = Visitor(server);
        using var request = new HttpRequestMessage(HttpMethod.Get, "data/site.json");
        request.Headers.Host = host.Replace("b\u00fccher", "xn--bcher-kva", StringComparison.Ordinal);
        using HttpResponseMessage answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://hub.example.org")]
    [InlineData("hub.example.org:8000")]
    [InlineData("*.example.org")]
    [InlineData("")]
    public async Task WhatIsNoNameCannotBeAllowed(string name)
    {
        var refused = await Assert.ThrowsAsync<UserException>(() => Start("127.0.0.1", name));

        Assert.Contains($"--allow-host '{name}'", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>JupyterHub's proxy takes the prefix off and passes the hub's name on.</summary>
    [Fact]
    public async Task BehindJupyterHubAnAllowedNameIsEnough()
    {
        await using SiteServer server = await Start("127.0.0.1", Hub);
        await using ReverseProxy proxy = await ReverseProxy.Start(server.Address, keepsHost: true);
        using HttpClient browser = proxy.Client(Hub);

        Assert.Equal(SiteFixture.Page, SiteFixture.WithoutPreview(await browser.GetStringAsync(new Uri("", UriKind.Relative), Cancellation)));
        Assert.Contains("tiny", await browser.GetStringAsync(new Uri("data/site.json", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await Ask(browser, $"https://{Hub}", "same-origin"));
        Assert.Equal(HttpStatusCode.OK, await Ask(browser, $"https://{Hub}", null));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask(browser, "https://evil.example", "cross-site"));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask(browser, $"https://other.{Hub}", "same-site"));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask(browser, "https://evil.example", null));
    }

    [Fact]
    public async Task BehindJupyterHubWithoutAnAllowedNameNothingIsAnswered()
    {
        await using SiteServer server = await Start("127.0.0.1");
        await using ReverseProxy proxy = await ReverseProxy.Start(server.Address, keepsHost: true);
        using HttpClient browser = proxy.Client(Hub);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, await Ask(browser, $"https://{Hub}", "same-origin"));
    }

    /// <summary>nginx asks by the server's own address, unless told otherwise: what the browser compared itself is all that is known.</summary>
    [Fact]
    public async Task BehindNginxTheBrowsersWordIsEnough()
    {
        await using SiteServer server = await Start("127.0.0.1");
        await using ReverseProxy proxy = await ReverseProxy.Start(server.Address, keepsHost: false);
        using HttpClient browser = proxy.Client(Hub);

        Assert.Equal(HttpStatusCode.OK, await Ask(browser, $"https://{Hub}", "same-origin"));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask(browser, "https://evil.example", "cross-site"));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask(browser, $"http://{Hub}", null));
        await using SiteServer allowing = await Start("127.0.0.1", Hub);
        await using ReverseProxy second = await ReverseProxy.Start(allowing.Address, keepsHost: false);
        using HttpClient withoutSecurity = second.Client(Hub);
        Assert.Equal(HttpStatusCode.OK, await Ask(withoutSecurity, $"http://{Hub}", null));
    }

    /// <summary>A port forward (ssh -L 8888:localhost:5000) changes the port alone.</summary>
    [Fact]
    public async Task ThroughAPortForwardNothingNeedsToBeAllowed()
    {
        await using SiteServer server = await Start("127.0.0.1");
        using HttpClient browser = Visitor(server);
        browser.DefaultRequestHeaders.Host = "localhost:8888";

        Assert.Equal(HttpStatusCode.OK, await Ask(browser, "http://localhost:8888", "same-origin"));
        Assert.Equal(HttpStatusCode.OK, await Ask(browser, "http://localhost:8888", null));
    }

    [Fact]
    public async Task TheTerminalWarnsWhereOthersGetIn()
    {
        foreach ((string[] options, string? warned) in new (string[], string?)[]
        {
            ([], null), (["--allow-host", Hub], "make it compute\n"), (["--host", "0.0.0.0", "--allow-training"], "start and stop trainings\n"),
        })
        {
            string[] command = ["serve", "--runs", Path.Combine(site.Folder, "runs"), "--port", "0", "--no-browser", .. options];
            CommandLine said = await Task.Run(() => CommandLine.RunUntilItSpeaks(command), Cancellation);

            Assert.Equal(warned is not null, said.Error.Contains("warning: there are no passwords", StringComparison.Ordinal));
            Assert.Contains(warned ?? "", said.Error, StringComparison.Ordinal);
        }
    }

    private Task<SiteServer> Start(string listening, params string[] names) =>
        SiteServer.Start(site.Options with { Host = listening, AllowedHosts = [.. names] }, TimeProvider.System, Cancellation);

    private static HttpClient Visitor(SiteServer server) => new() { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(server.Address).Port}") };

    private static async Task<HttpStatusCode> Ask(HttpClient browser, string origin, string? fetchSite)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Live)
        {
            Content = JsonContent.Create(new { program = "a=1\n#a:", parts = SiteFixture.Parts("logits") }),
        };
        // A reverse proxy needs to know how long the body is.
        await request.Content.LoadIntoBufferAsync(Cancellation);
        request.Headers.Add("Origin", origin);
        if (fetchSite is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", fetchSite);
        }

        using HttpResponseMessage answer = await browser.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }
}
