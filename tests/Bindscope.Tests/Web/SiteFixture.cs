using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.ProgramSample;
using Bindscope.Analysis.Results;
using Bindscope.Runs;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;
using Bindscope.Web;

namespace Bindscope.Tests.Web;

/// <summary>A server on a free port over a tiny run that was trained for it, with some analyses, a second run without, and a page.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    /// <summary>Stands in a file beside the runs, and is sent to nobody.</summary>
    internal const string Secret = "not-for-visitors";

    internal const string Page = "<!doctype html><title>page</title>";

    /// <summary>The page that opens a site, without what its links are shown with.</summary>
    internal static string WithoutPreview(string page) => Regex.Replace(page, "<meta property=[^>]*>", "", RegexOptions.None, TimeSpan.FromSeconds(1));

    private readonly TemporaryFolder folder = new();

    internal Run Trained { get; private set; } = null!;

    /// <summary>The folder of the same run with its analyses compressed.</summary>
    internal string Packed { get; private set; } = null!;

    internal SiteServer Server { get; private set; } = null!;

    internal HttpClient Client { get; private set; } = null!;

    internal SiteOptions Options => new(
        [new RunRoot(folder.File("runs")), new RunRoot(folder.File("reference"), IsReference: true)],
        Port: 0,
        FrontEnd: folder.File("dist"));

    internal string Folder => folder.Path;

    public async ValueTask InitializeAsync()
    {
        Trained = RunFolders.Train(folder.File("runs/tiny"), TinyPresets.Fresh);
        var spec = new PhasesSpec(Digits: Trained.Preset.Task.DigitCount);
        new AnalysisFolder(Trained, "phases").Write(spec, PhasesAnalysis.Run(MetricsFile.Read(Trained.MetricsPath), spec));
        var programs = new ProgramsSpec(Random: 10, Extreme: 3);
        new AnalysisFolder(Trained, ProgramsAnalysis.Info.Name).Write(programs, ProgramsAnalysis.Run(Trained, programs, new Work()));
        Directory.CreateDirectory(folder.File("reference"));
        RunFolders.Copy(Trained.Directory, folder, "reference/tiny");
        Packed = RunFolders.Copy(Trained.Directory, folder, "reference/packed");
        foreach (string analysis in Directory.GetDirectories(Path.Combine(Packed, "analyses"), "*", SearchOption.AllDirectories))
        {
            foreach (string file in StoredJson.In(analysis).ToArray())
            {
                StoredJson.Compress(file, file);
                File.Delete(file);
            }
        }

        string second = RunFolders.Copy(Trained.Directory, folder, "reference/ünï #1");
        Directory.Delete(Path.Combine(second, "analyses"), recursive: true);
        Directory.CreateDirectory(folder.File("dist/assets"));
        await File.WriteAllTextAsync(folder.File("dist/index.html"), Page, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("dist/assets/page-1a2b.js"), "export {};", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("secret.json"), $"{{\"{Secret}\":1}}", TestContext.Current.CancellationToken);
        Server = await SiteServer.Start(Options, TimeProvider.System, TestContext.Current.CancellationToken);
        Client = new HttpClient { BaseAddress = new Uri(Server.Address) };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Names of parts.</summary>
    internal static string[] Parts(params string[] parts) => parts;

    /// <summary>Posts a body as JSON.</summary>
    internal Task<HttpResponseMessage> Post(string path, object body) =>
        Client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);

    /// <summary>Posts a text that says it is JSON.</summary>
    internal async Task<HttpResponseMessage> PostText(string path, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    /// <summary>Reads a JSON answer strictly.</summary>
    internal static async Task<T> Read<T>(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return System.Text.Json.JsonSerializer.Deserialize<T>(text, SiteJson.Options)!;
    }
}
