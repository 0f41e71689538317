using System.Net;
using System.Net.Http.Json;
using Bindscope.Analysis.Results;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;
using Bindscope.Web;
using Bindscope.Web.Export;

namespace Bindscope.Tests.Web;

/// <summary>A symbolic link in a run's folder leads nowhere, on any route and in an export.</summary>
[Collection(nameof(SharedSite))]
public sealed class LinkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SiteOptions options;
    private readonly string run;

    public LinkTests(SiteFixture site)
    {
        Directory.CreateDirectory(folder.File("runs"));
        run = RunFolders.Copy(site.Trained.Directory, folder, "runs/tiny");
        Directory.CreateDirectory(Path.Combine(run, "report"));
        File.WriteAllText(Path.Combine(run, "report", "index.html"), "report");
        options = site.Options with { Roots = [new RunRoot(folder.File("runs"))] };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("environment.json", "run.json")]
    [InlineData("metrics.jsonl", "metrics.json")]
    [InlineData("timing.jsonl", "metrics.json")]
    [InlineData("floors.json", "metrics.json")]
    [InlineData("analyses/phases/result.json", "analyses/phases/result.json")]
    [InlineData("analyses/phases/result.json", "run.json")]
    [InlineData("analyses/phases/spec.json", "run.json")]
    [InlineData("analyses/phases/spec.json", "analyses/phases/spec.json")]
    [InlineData("analyses/programs/result.json", "programs.json")]
    [InlineData("analyses/patch-residual-000060/result.json", "analyses/patch-residual-000060/brief.json")]
    [InlineData("analyses/development/checkpoints/000060.json", "analyses/development/checkpoints/000060.json")]
    [InlineData("report/index.html", "../../report/tiny/index.html")]
    [InlineData("report/figure.svg", "../../report/tiny/figure.svg")]
    public async Task ALinkedFileIsNotSent(string file, string asked)
    {
        string secret = folder.File("secret.json");
        await File.WriteAllTextAsync(secret, $"{{\"{SiteFixture.Secret}\":1}}\n", Cancellation);
        string link = Path.Combine(run, file);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.Delete(link);
        File.CreateSymbolicLink(link, secret);

        await NothingIsTold(asked);
    }

    [Theory]
    [InlineData("analyses", "analyses/phases/result.json")]
    [InlineData("analyses/phases", "analyses/phases/result.json")]
    [InlineData("analyses/development/checkpoints", "analyses/development/checkpoints/000060.json")]
    [InlineData("report", "../../report/tiny/index.html")]
    [InlineData("report/figures", "../../report/tiny/figures/000060.json")]
    public async Task ALinkedFolderIsNotSent(string below, string asked)
    {
        string elsewhere = folder.File("elsewhere");
        foreach (string name in new[] { "phases/result.json", "result.json", "000060.json", "index.html" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(elsewhere, name))!);
            await File.WriteAllTextAsync(Path.Combine(elsewhere, name), $"{{\"{SiteFixture.Secret}\":1}}", Cancellation);
        }

        string link = Path.Combine(run, below);
        if (Directory.Exists(link))
        {
            Directory.Delete(link, recursive: true);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        Directory.CreateSymbolicLink(link, elsewhere);

        await NothingIsTold(asked);
    }

    [Theory]
    [InlineData("checkpoints")]
    [InlineData("checkpoints/000060")]
    [InlineData("checkpoints/000060/weights.safetensors")]
    public async Task WeightsBehindALinkAreNotUsed(string below)
    {
        string path = Path.Combine(run, below);
        Directory.Move(path, folder.File("elsewhere"));
        File.CreateSymbolicLink(path, folder.File("elsewhere"));
        await using SiteServer server = await SiteServer.Start(options, TimeProvider.System, Cancellation);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        HttpResponseMessage answer = await client.PostAsJsonAsync(
            "api/runs/tiny/checkpoints/60/live", new { program = "a=1\n#a:", parts = SiteFixture.Parts("logits") }, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        await SiteExport.Run(options, folder.File("exported"), new Work());
        Assert.False(Path.Exists(folder.File("exported/data/runs/tiny/checkpoints/000060")));
    }

    [Fact]
    public async Task ALinkedSpecIsSaidAndALinkedRunIsShown()
    {
        Directory.CreateSymbolicLink(folder.File("runs/linked"), run);
        string copy = RunFolders.Copy(run, folder, "runs/bad");
        File.Move(Path.Combine(copy, "spec.json"), folder.File("spec.json"));
        File.CreateSymbolicLink(Path.Combine(copy, "spec.json"), folder.File("spec.json"));
        await using SiteServer server = await SiteServer.Start(options, TimeProvider.System, Cancellation);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };

        Assert.Contains("bad/spec.json is a symbolic link", Assert.Single(server.Problems), StringComparison.Ordinal);
        Assert.Contains("\"linked\"", await client.GetStringAsync(new Uri("data/runs/linked/run.json", UriKind.Relative), Cancellation), StringComparison.Ordinal);
    }

    private async Task NothingIsTold(string asked)
    {
        await using SiteServer server = await SiteServer.Start(options, TimeProvider.System, Cancellation);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        HttpResponseMessage answer = await client.GetAsync(new Uri($"data/runs/tiny/{asked}", UriKind.Relative), Cancellation);
        Assert.DoesNotContain(SiteFixture.Secret, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.InRange((int)answer.StatusCode, 200, 404);

        await SiteExport.Run(options, folder.File("exported"), new Work(), weights: false);
        foreach (string file in Directory.GetFiles(folder.File("exported"), "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(SiteFixture.Secret, await File.ReadAllTextAsync(file, Cancellation), StringComparison.Ordinal);
        }
    }
}
