using System.Text.Json;
using Bindscope.Analysis.HeadStatistics;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces;
using Bindscope.Runs;
using Bindscope.Tests.Code;

namespace Bindscope.Tests.Analysis;

/// <summary>
/// What the reference runs' folders say is computed again. They were written through libtorch, from weights that were then rounded to half
/// precision: with the rounded weights, libtorch and this engine agree to 1.5e-7 (docs/log/training.md), and with what is stored as far as
/// each test says.
/// </summary>
public sealed class StoredResultsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-stored-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("demo-1", 5_000)]
    [InlineData("small-lm-256", 40_000)]
    public void OneProgramsResidualMap(string run, int step) => // logits are stored with three decimals
        Holds(run, ExampleMap.Info.FolderName(new ExampleMapSpec(step)), 1.1e-3, opened => ExampleMap.Run(opened, new ExampleMapSpec(step), new Work()));

    /// <summary>The rounded weights change the top digit of one program in some groups of 30 to 100.</summary>
    [Theory]
    [InlineData("demo-1", 5_000, 100)]
    [InlineData("small-lm-256", 40_000, 50)]
    public void TheLogitLens(string run, int step, int programs)
    {
        var spec = new LensSpec(step, programs);
        Holds(run, LensAnalysis.Info.FolderName(spec), 0.04, opened => LensAnalysis.Run(opened, spec, new Work()));
    }

    [Fact]
    public void TheHeadsOfQuick()
    {
        var spec = new HeadSpec(5_000, new Bindscope.Analysis.Pairs.PairSelection(200));
        Holds("demo-1", HeadAnalysis.Info.FolderName(spec), 5e-4, opened => HeadAnalysis.Run(opened, spec, new Work()));
    }

    /// <summary>Fits and swaps: an accuracy may differ by a few of 300 programs, a selected component by one at the end of a path.</summary>
    [Fact]
    public void TheSubspacesOfQuicksFirstLayer()
    {
        var spec = new SubspaceSpec(5_000);
        SubspaceResult stored = new AnalysisFolder(Opened("demo-1"), SubspaceAnalysis.Info.FolderName(spec)).Read<SubspaceResult>();
        SubspaceResult computed = SubspaceAnalysis.Run(WithoutResults("demo-1"), spec with { Layers = [1] }, new Work());

        Assert.Equal(2, computed.Findings.Length);
        Agrees(Json(stored with { Findings = stored.Findings[..2] }), Json(computed), 0.05);
        Assert.All(stored.Findings[..2].Zip(computed.Findings), pair => Assert.Equal(pair.First.Components, pair.Second.Components));
    }

    private void Holds<T>(string run, string name, double tolerance, Func<Run, T> compute)
    {
        Agrees(Json(new AnalysisFolder(Opened(run), name).Read<T>()), Json(compute(WithoutResults(run))), tolerance);
    }

    /// <summary>A copy, so that nothing is taken from what is stored, and nothing is written to it.</summary>
    private Run WithoutResults(string name)
    {
        string from = Path.Combine(Sources.Root, "reference", name);
        string to = Path.Combine(folder.FullName, name);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string part = Path.GetRelativePath(from, file);
            if (!part.StartsWith("analyses", StringComparison.Ordinal) && !part.StartsWith("report", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, part))!);
                File.Copy(file, Path.Combine(to, part), overwrite: true);
            }
        }

        return Run.Open(to);
    }

    private static Run Opened(string name) => Run.Open(Path.Combine(Sources.Root, "reference", name));

    private static JsonElement Json<T>(T result) => JsonSerializer.SerializeToElement(result, AnalysisFolder.Options);

    private static void Agrees(JsonElement stored, JsonElement computed, double tolerance)
    {
        int numbers = 0;
        string[] differences = [.. Differences(stored, computed, "")];

        Assert.Equal([], differences);
        Assert.InRange(numbers, 100, int.MaxValue);

        IEnumerable<string> Differences(JsonElement a, JsonElement b, string at)
        {
            switch (a.ValueKind, b.ValueKind)
            {
                case (JsonValueKind.Object, JsonValueKind.Object):
                    // How many steps a fit took, and how near to the best it came, is no result.
                    return a.EnumerateObject().Where(one => one.Name is not ("iterations" or "gap"))
                        .SelectMany(one => Differences(one.Value, b.GetProperty(one.Name), $"{at}.{one.Name}"));
                case (JsonValueKind.Array, JsonValueKind.Array) when a.GetArrayLength() == b.GetArrayLength():
                    return a.EnumerateArray().Zip(b.EnumerateArray()).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{at}[{i}]"));
                case (JsonValueKind.Number, JsonValueKind.Number):
                    numbers++;
                    double allowed = tolerance * Math.Max(1, Math.Abs(a.GetDouble()));
                    return Math.Abs(a.GetDouble() - b.GetDouble()) <= allowed ? [] : [$"{at}: {a} and {b}"];
                default:
                    return a.ToString() == b.ToString() ? [] : [$"{at}: {a} and {b}"];
            }
        }
    }
}
