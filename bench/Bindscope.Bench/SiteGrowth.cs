using Bindscope.Web;

namespace Bindscope.Bench;

/// <summary>
/// How the site's answers grow, asked over HTTP in this process: its work is the number of runs or checkpoints, its memory the answer's size.
/// The runs are made of <c>reference/demo-1</c>.
/// </summary>
internal static class SiteGrowth
{
    public static IBenchmark Runs { get; } = Of("site.runs", [5, 50, 200], runs => (runs, 1, ["data/site.json"]));

    public static IBenchmark Checkpoints { get; } = Of(
        "site.checkpoints", [40, 400], checkpoints => (1, checkpoints, ["data/site.json", "data/runs/made-0/run.json", "data/runs/made-0/metrics.json"]));

    private static GrowthBenchmark Of(string name, int[] sizes, Func<int, (int Runs, int Checkpoints, string[] Asked)> shape) =>
        new(name, Clock.Process, 9, sizes, size =>
        {
            (int runs, int checkpoints, string[] asked) = shape(size);
            string folder = Directory.CreateTempSubdirectory("bindscope-bench-").FullName;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
            for (int run = 0; run < runs; run++)
            {
                Make(Path.Combine(folder, $"made-{run}"), checkpoints);
            }

            SiteServer server = SiteServer.Start(new SiteOptions([new RunRoot(folder)], Port: 0), TimeProvider.System, default).GetAwaiter().GetResult();
            var client = new HttpClient { BaseAddress = new Uri(server.Address) };
            return new GrowthCase(() => Ask(), size, Ask());

            long Ask() => asked.Sum(address => client.GetByteArrayAsync(new Uri(address, UriKind.Relative)).GetAwaiter().GetResult().LongLength);
        });

    /// <summary>A run with as many evaluations and checkpoints as asked for, all of them the last ones of the reference run.</summary>
    private static void Make(string folder, int checkpoints)
    {
        string reference = Path.Combine(ResultsFile.Root, "reference", "demo-1");
        Directory.CreateDirectory(folder);
        foreach (string file in new[] { "spec.json", "environment.json" })
        {
            File.Copy(Path.Combine(reference, file), Path.Combine(folder, file));
        }

        (string metrics, string timing) = (File.ReadLines(Path.Combine(reference, "metrics.jsonl")).Last(), File.ReadLines(Path.Combine(reference, "timing.jsonl")).Last());
        string last = Directory.EnumerateDirectories(Path.Combine(reference, "checkpoints")).Max(StringComparer.Ordinal)!;
        int[] steps = [.. Enumerable.Range(0, checkpoints).Select(at => 10 * at)];
        File.WriteAllLines(Path.Combine(folder, "metrics.jsonl"), steps.Select(step => At(metrics, step)));
        File.WriteAllLines(Path.Combine(folder, "timing.jsonl"), steps.Select(step => At(timing, step)));
        foreach (int step in steps)
        {
            string checkpoint = Directory.CreateDirectory(Path.Combine(folder, "checkpoints", FormattableString.Invariant($"{step:D6}"))).FullName;
            File.Copy(Path.Combine(last, "weights.safetensors"), Path.Combine(checkpoint, "weights.safetensors"));
            File.WriteAllText(Path.Combine(checkpoint, "meta.json"), At(File.ReadAllText(Path.Combine(last, "meta.json")), step));
        }

        string At(string json, int step) => json
            .Replace("\"step\":5000", FormattableString.Invariant($"\"step\":{step}"), StringComparison.Ordinal)
            .Replace("\"step\": 5000", FormattableString.Invariant($"\"step\": {step}"), StringComparison.Ordinal);
    }
}
