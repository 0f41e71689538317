namespace Bindscope.Bench;

/// <summary>
/// Measures, prints a table and writes bench/results.json. The argument names the benchmarks to run; without one, all run.
/// </summary>
internal static class Program
{
    private static readonly IBenchmark[] Benchmarks =
    [
        TrainingStepBenchmark.Quick, TrainingStepBenchmark.Small, TrainingStepBenchmark.SmallLm, TrainingStepBenchmark.Paper,
        new MuonBenchmark(), new WorkersBenchmark(), new AllocationBenchmark(), new SharedPrefixBenchmark(), new GeneratorBenchmark(),
        SweepBenchmark.Residual, SweepBenchmark.Heads, MapBenchmark.Quick, MapBenchmark.Small, AskBenchmark.Quick, AskBenchmark.Small, EagerBenchmark.Quick,
        EagerBenchmark.SmallLm,
        StepGrowth.Width, StepGrowth.Lines, StepGrowth.Rows, StepGrowth.Muon, SweepGrowth.Programs, SweepGrowth.Lines, SweepGrowth.Layers,
        SiteGrowth.Runs, SiteGrowth.Checkpoints,
    ];

    private static int Main(string[] arguments)
    {
        string filter = arguments.Length == 0 ? "" : arguments[0];
        IBenchmark[] chosen = [.. Benchmarks.Where(benchmark => benchmark.Name.Contains(filter, StringComparison.Ordinal))];
        if (arguments.Length > 1 || chosen.Length == 0)
        {
            Console.Error.WriteLine($"error: there is no benchmark '{string.Join(' ', arguments)}'");
            string names = string.Join(", ", Benchmarks.Select(benchmark => benchmark.Name));
            Console.Error.WriteLine($"hint: names are {names}; a part of a name will do");
            return 2;
        }
        ResultsFile results = ResultsFile.OfRepository();
        foreach (IBenchmark benchmark in chosen)
        {
            Console.Error.WriteLine($"{benchmark.Name} ...");
            Measurement[] measured = [.. benchmark.Run()];
            if (measured.Length > 0)
            {
                results.Replace(benchmark, measured, Benchmarks);
            }

            Table.Print(Console.Out, measured);
        }
        return 0;
    }
}
