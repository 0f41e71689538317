using System.Text.Json;
using Bindscope.Model.Weights;

namespace Bindscope.Bench;

/// <summary>bench/results.json: the last measurement of every benchmark.</summary>
internal sealed class ResultsFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // ">=" as it is
    };

    private readonly string path;

    private ResultsFile(string path) => this.path = path;

    /// <summary>The repository that the current directory lies in.</summary>
    public static string Root
    {
        get
        {
            DirectoryInfo? folder = new(Directory.GetCurrentDirectory());
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bindscope.slnx")))
            {
                folder = folder.Parent;
            }

            return folder?.FullName ?? throw new DirectoryNotFoundException("run this inside the repository");
        }
    }

    /// <summary>The repository's file.</summary>
    public static ResultsFile OfRepository() => new(Path.Combine(Root, "bench", "results.json"));

    /// <summary>
    /// Puts a benchmark's new rows in the place of its old ones; the others stay. Rows stand in the order of all benchmarks.
    /// </summary>
    public void Replace(IBenchmark benchmark, IReadOnlyList<Measurement> measured, IReadOnlyList<IBenchmark> all)
    {
        Measurement[] old = File.Exists(path) ? JsonSerializer.Deserialize<Measurement[]>(File.ReadAllText(path), Options)! : [];
        IEnumerable<Measurement> rows = all.SelectMany(other => other == benchmark ? measured : old.Where(row => Belongs(row, other)));
        string text = JsonSerializer.Serialize(rows, Options) + "\n";
        WholeFile.WriteText(path, text);
    }

    private static bool Belongs(Measurement row, IBenchmark benchmark) =>
        row.Name == benchmark.Name || row.Name.StartsWith(benchmark.Name + ".", StringComparison.Ordinal);
}
