using System.CommandLine;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Seeds;
using Bindscope.Numerics.Statistics;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Puts runs that differ in their seed side by side: figure 6.</summary>
internal sealed class SeedsVerb : IVerb
{
    private readonly Option<string> runs = new("--runs") { Description = "names of runs under runs/, or paths, separated by commas", Required = true };
    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };

    public SeedsVerb() =>
        Command = new Command("seeds", "Do other seeds go through the same phases, and how far do the boundaries vary? (figure 6)") { runs, json };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        string[] names = request.GetRequiredValue(runs).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Run[] opened = [.. names.Select(name => Training.Runs.Run.Open(Training.Runs.Run.Locate(name)))];
        Compare(opened, request.GetValue(json), terminal);
        return ExitCode.Success;
    }

    /// <summary>Puts runs side by side, shows them and writes the result into the first one's folder.</summary>
    public static void Compare(Run[] runs, bool json, Terminal terminal)
    {
        SeedsResult result = SeedsAnalysis.Run(runs);
        PatchVerbs.Show(result, json, terminal, () => Write(result, terminal));
        var spec = new SeedsSpec([.. runs.Select(run => run.Directory)]);
        terminal.Keep(new AnalysisFolder(runs[0], SeedsSpec.FolderName), spec, result);
    }

    private static void Write(SeedsResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine($"{result.Runs.Length} runs; {result.AllThreePhases} go through chance, heuristic and solved, in this order");
        Table table = Tables.Plain(
            ["run", "seed", .. Enum.GetValues<Boundary>().Select(Name)]);
        foreach (SeedRun run in result.Runs)
        {
            table.Row(
            [
                run.Name,
                $"{run.Seed}",
                .. run.Boundaries.Select(boundary => boundary.Step is { } step ? $"{step}" : "-"),
            ]);
        }

        console.Write(table);
        Table levels = Tables.Plain(
            "run", "right on the plateau, %", "says one of the first two constants, %", "right at the end, % (interval) of n");
        foreach (SeedRun run in result.Runs)
        {
            levels.Row(
                run.Name,
                run.Plateau is { } plateau ? Tables.Percent(plateau) : "-",
                run.PlateauFirstTwoConstants is { } share ? Tables.Percent(share) : "-",
                Precise(run.Final));
        }

        console.Write(levels);
        console.WriteLine("spread over runs; mean is geometric, with the interval of Student's t on logarithms");
        Table spread = Tables.Plain("boundary", "runs", "earliest", "median", "latest", "mean (interval)");
        foreach (BoundarySpread one in result.Spread)
        {
            spread.Row(
                Name(one.Boundary),
                $"{one.Runs} of {one.Of}",
                $"{one.Earliest}",
                Tables.Invariant($"{one.Median:0}"),
                $"{one.Latest}",
                one.Mean is null ? "-"
                : one.Low is null ? Tables.Invariant($"{one.Mean:0}")
                : Tables.Invariant($"{one.Mean:0} ({one.Low:0}-{one.High:0})"));
        }

        console.Write(spread);
    }

    private static string Precise(Proportion share) =>
        Tables.Invariant($"{100 * share.Value:0.0} ({100 * share.Low:0.0}-{100 * share.High:0.0}) of {share.Programs}");

    private static string Name(Boundary boundary) => boundary switch
    {
        Boundary.Ninety => "90 % from",
        Boundary.NinetyNine => "99 % from",
        Boundary.NinetyNinePointNine => "99.9 % from",
        _ => BehaviourTable.Words(boundary.ToString()),
    };
}
