using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Programs.Language;
using Bindscope.Web;
using Bindscope.Web.Data;
using Bindscope.Web.Export;
using Bindscope.Web.Runs;

namespace Bindscope.Tests.Web;

[Collection(nameof(SharedSite))]
public sealed class ExportTests(SiteFixture site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryFileHasTheServersBytes()
    {
        string target = Path.Combine(site.Folder, "exported");
        (int files, long bytes) = await SiteExport.Run(site.Options, target, new Work());

        var catalogue = new RunCatalogue(site.Options);
        string[] paths = [.. catalogue.List().Runs.SelectMany(SiteData.Paths)];
        Assert.Contains("runs/tiny/example/60.json", paths);
        Assert.Contains("runs/tiny/example/training.json", paths);
        Assert.Contains("runs/tiny/analyses/programs/views.json", paths);
        foreach (string path in paths)
        {
            string address = "data/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
            byte[] exported = await File.ReadAllBytesAsync(Path.Combine(target, "data", path), Cancellation);
            byte[] served = await site.Client.GetByteArrayAsync(new Uri(address, UriKind.Relative), Cancellation);
            Assert.True(exported.SequenceEqual(served), path);
        }

        string[] written = Directory.GetFiles(target, "*", SearchOption.AllDirectories);
        Assert.Equal((files, bytes), (written.Length, written.Sum(file => new FileInfo(file).Length)));
        string opening = await File.ReadAllTextAsync(Path.Combine(target, "index.html"), Cancellation);
        Assert.Equal(SiteFixture.Page, SiteFixture.WithoutPreview(opening));
        Assert.Contains("\"live\":false", await File.ReadAllTextAsync(Path.Combine(target, "data/site.json"), Cancellation), StringComparison.Ordinal);

        await SiteExport.Run(site.Options with { Only = ["tiny"] }, target, new Work(), weights: false);
        Assert.Empty(Directory.GetFiles(target, "weights*", SearchOption.AllDirectories));
        Assert.Equal<string?>(["tiny"], Directory.GetDirectories(Path.Combine(target, "data/runs")).Select(Path.GetFileName));
        Assert.Empty(Leftovers());
    }

    [Fact]
    public async Task ALinkToTheFolderIsShownWithTheCurveOfItsFirstRun()
    {
        string target = Path.Combine(site.Folder, "previewed");
        await SiteExport.Run(site.Options with { Only = ["tiny"], Address = "https://example.org/some/folder" }, target, new Work(), weights: false);

        string opening = await File.ReadAllTextAsync(Path.Combine(target, "index.html"), Cancellation);
        Assert.Contains("content=\"https://example.org/some/folder/preview.png\"", opening, StringComparison.Ordinal);
        Assert.Contains("tiny: ", opening, StringComparison.Ordinal);
        byte[] picture = await File.ReadAllBytesAsync(Path.Combine(target, "preview.png"), Cancellation);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], picture[..8]);
        Assert.Equal((1200, 630), (BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(20))));
        Assert.Equal("IDAT", Encoding.ASCII.GetString(picture, 37, 4));
        using var unpacked = new MemoryStream();
        using var packed = new MemoryStream(picture, 41, BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(33)));
        await using (var stream = new ZLibStream(packed, CompressionMode.Decompress))
        {
            await stream.CopyToAsync(unpacked, Cancellation);
        }

        byte[] rows = unpacked.ToArray();
        Assert.Equal(630 * (1 + (3 * 1200)), rows.Length);
        double accuracy = RunReader.Evaluations(new RunCatalogue(site.Options).Get("tiny"))[^1].Accuracy;
        int y = (int)Math.Round(570 - (accuracy * 510));
        Assert.Equal([20, 80, 122], rows.AsSpan((y * 3601) + 1 + (3 * 1139), 3).ToArray());

        UserException refused = await Assert.ThrowsAsync<UserException>(
            () => SiteExport.Run(site.Options with { Address = "example.org" }, Path.Combine(site.Folder, "nowhere"), new Work(), weights: false));
        Assert.Contains("--address 'example.org'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheWeightsAnswerAsWeightsJsonSays()
    {
        string target = Path.Combine(site.Folder, "weighed");
        await SiteExport.Run(site.Options with { Only = ["tiny"] }, target, new Work());

        string run = Path.Combine(target, "data/runs/tiny");
        RunWeights weights = JsonSerializer.Deserialize<RunWeights>(
            await File.ReadAllTextAsync(Path.Combine(run, RunWeights.FileName), Cancellation), SiteJson.Options)!;
        Assert.Equal(site.Trained.Checkpoints.Steps(), weights.Checkpoints.Select(one => one.Step));
        Assert.Contains(weights.Checkpoints, one => one.Precision == WeightPrecision.Half);
        ProgramPair pair = ProgramPair.Of(ProgramParser.Parse(weights.Program), ProgramParser.Parse(weights.Source));
        foreach (CheckpointWeights one in weights.Checkpoints)
        {
            string path = Path.Combine(run, FormattableString.Invariant($"checkpoints/{one.Step:D6}/weights.safetensors"));
            Transformer model = ModelWeights.Load(path, site.Trained.Preset.Model);
            Assert.Equal(
                one.Logits, LiveAnalysis.Run(model, one.Step, pair, new HashSet<LivePart> { LivePart.Logits }, new Work()).Logits!.Base);
        }

        Assert.Contains("\"weights\":true", await File.ReadAllTextAsync(Path.Combine(target, "data/site.json"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderOfSomethingElseIsLeftAlone()
    {
        string target = Path.Combine(site.Folder, "photos");
        Directory.CreateDirectory(target);
        await File.WriteAllTextAsync(Path.Combine(target, "a.jpg"), "", Cancellation);

        var refused = await Assert.ThrowsAsync<UserException>(() => SiteExport.Run(site.Options, target, new Work()));
        Assert.Contains("something else", refused.Message, StringComparison.Ordinal);
        Assert.Equal<string?>(["a.jpg"], Directory.GetFileSystemEntries(target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AnExportThatIsStoppedLeavesWhatWasThere()
    {
        string target = Path.Combine(site.Folder, "stopped");
        await SiteExport.Run(site.Options, target, new Work());
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(target, "index.html"));
        using var stop = new CancellationTokenSource();
        var work = new Work(1, new StopAfter(3, stop), stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SiteExport.Run(site.Options, target, work));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(target, "index.html")));
        Assert.Empty(Leftovers());
    }

    [Fact]
    public async Task WithoutPagesThereIsNothingToExport()
    {
        var missing = await Assert.ThrowsAsync<UserException>(
            () => SiteExport.Run(site.Options with { FrontEnd = site.Folder }, Path.Combine(site.Folder, "none"), new Work()));

        Assert.Contains("make web", missing.Hint, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(site.Folder, "none")));
    }

    [Fact]
    public async Task ARunThatDoesNotExistIsSaid() => await Assert.ThrowsAsync<UserException>(
        () => SiteExport.Run(site.Options with { Only = ["nobody"] }, Path.Combine(site.Folder, "none"), new Work()));

    private IEnumerable<string> Leftovers() => Directory.GetDirectories(site.Folder).Where(folder => Path.GetExtension(folder) is ".part" or ".old");

    private sealed class StopAfter(int reports, CancellationTokenSource stop) : IProgress<AnalysisProgress>
    {
        private int seen;

        public void Report(AnalysisProgress value)
        {
            if (++seen == reports)
            {
                stop.Cancel();
            }
        }
    }
}
