using System.CommandLine;
using Bindscope.Analysis.ProgramSample;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Asks every checkpoint a sample of test programs.</summary>
internal sealed class ProgramsVerb : IVerb
{
    private static readonly ProgramsSpec Default = new();

    private readonly Option<int> extreme = new("--extreme")
    {
        Description = "how many of the programs learned first, and of those learned last",
        DefaultValueFactory = _ => Default.Extreme,
    };

    private readonly Option<ulong> seed = new("--seed") { Description = "draws the random programs", DefaultValueFactory = _ => Default.Seed };
    private readonly WholeRunOptions options = new(Default.Random, "programs drawn from the test set");

    public ProgramsVerb()
    {
        Command = new Command("programs", "What does each checkpoint answer to each program of a sample: random, easy, hard? (resumable)")
        {
            extreme, seed,
        };
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new ProgramsSpec(options.Programs(request), request.GetValue(extreme), request.GetValue(seed));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        ProgramsResult result = ProgramsAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, ProgramsSpec.FolderName), spec, result);
        return ExitCode.Success;
    }

    private static void Write(string run, ProgramsResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(Tables.Invariant($"{run}: {result.Programs.Length} programs at {result.Steps.Length} checkpoints; % right"));
        ProgramGroup[] groups = Enum.GetValues<ProgramGroup>();
        Table table = Tables.Plain(
            ["step", .. groups.Select(group => Tables.Invariant($"{group.ToString().ToLowerInvariant()} ({Of(group).Length})"))]);
        for (int step = 0; step < result.Steps.Length; step++)
        {
            int at = step;
            table.Row([$"{result.Steps[step]}", .. groups.Select(group => Right(Of(group), at))]);
        }

        console.Write(table);

        int[] Of(ProgramGroup group) => [.. Enumerable.Range(0, result.Programs.Length).Where(i => result.Programs[i].Group == group)];

        string Right(int[] programs, int step) => programs.Length == 0
            ? ""
            : Tables.Invariant($"{100.0 * programs.Count(i => result.Predictions[i][step] == result.Programs[i].Answer) / programs.Length:0.0}");
    }
}
