using System.CommandLine;
using Bindscope.Analysis.Probes;
using Bindscope.Analysis.Results;
using Bindscope.Numerics.Statistics;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>What linear classifiers read from the residual stream: table 1, and value and depth at right-hand sides.</summary>
internal sealed class ProbesVerb : IVerb
{
    private static readonly ProbeSpec Default = new(0);

    private readonly AnalysisOptions options = new(programs: 0);
    private readonly Option<int> fit = new("--fit-programs")
    {
        Description = "programs the probes learn from",
        DefaultValueFactory = _ => Default.FitPrograms,
    };

    private readonly Option<int> test = new("--test-programs")
    {
        Description = "other programs, to measure them on",
        DefaultValueFactory = _ => Default.TestPrograms,
    };

    private readonly Option<double> penalty = new("--penalty")
    {
        Description = "square (L2) penalty of the probes",
        DefaultValueFactory = _ => Default.Penalty,
    };

    private readonly Option<ulong> seed = new("--seed") { Description = "the seed of the control tasks", DefaultValueFactory = _ => Default.Seed };

    public ProbesVerb()
    {
        Command = new Command("probes", "Can the program's state (table 1), or a line's value and depth, be read out linearly after each layer?")
        {
            fit, test, penalty, seed,
        };
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new ProbeSpec(
            options.StepOf(request, run),
            request.GetValue(fit),
            request.GetValue(test),
            request.GetValue(seed),
            request.GetValue(penalty));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        ProbeResult result = ProbeAnalysis.Run(run, spec, new Work(1, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }

    private static void Write(string run, ProbeResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(
            $"{run}, step {result.Checkpoint}: probes fitted on {result.FitPrograms} programs, measured on {result.TestPrograms} others; %");
        console.WriteLine("at newlines: 26 variables, each unbound or a digit (table 1)");
        Table states = Tables.Plain("after layer", "whole state", "bound variables", "own line's variable", "shuffled: state", "bound", "gap");
        foreach (StateProbe probe in result.States)
        {
            states.Row(
                $"{probe.AfterLayer}",
                Percent(probe.State),
                Percent(probe.BoundVariable),
                Percent(probe.OwnVariable),
                Percent(probe.ShuffledState),
                Percent(probe.ShuffledBoundVariable),
                Tables.Invariant($"{probe.Gap:0.0e0}"));
        }

        console.Write(states);
        console.WriteLine("at right-hand sides: the line's value, and its depth");
        Table lines = Tables.Plain("after layer", "target", "all lines", "lines with a variable", "majority", "control task", "selectivity", "gap");
        foreach (LineProbe probe in result.Lines)
        {
            lines.Row(
                $"{probe.AfterLayer}",
                probe.Target.ToString().ToLowerInvariant(),
                Percent(probe.Accuracy),
                Percent(probe.OnVariables),
                Tables.Percent(probe.Majority),
                Percent(probe.Control),
                Tables.Percent(probe.Selectivity),
                Tables.Invariant($"{probe.Gap:0.0e0}"));
        }

        console.Write(lines);
    }

    private static string Percent(Estimate share) =>
        Tables.Invariant($"{100 * share.Value:0.0} ({100 * share.Low:0.0}-{100 * share.High:0.0})");
}
