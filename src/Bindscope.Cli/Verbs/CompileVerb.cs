using System.CommandLine;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Cli.Verbs;

/// <summary>Writes a run whose model has weights set by hand, so that its circuit is known.</summary>
internal sealed class CompileVerb : IVerb
{
    private readonly Argument<CircuitKind> kind = new("circuit") { Description = "values or addresses: what is handed on along right-hand sides" };
    private readonly Option<bool> heuristic = new("--heuristic")
    {
        Description = "programs with the answer on line 1 go by a shortcut from line 1 to the colon",
    };

    private readonly Option<string?> run = new("--run") { Description = "the new run's name under runs/, or a path; by default compiled-CIRCUIT" };

    private readonly Option<int> workers = new("--workers")
    {
        Description = "threads that share the test programs; by default one for each processor",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public CompileVerb() => Command = new Command(
        "compile", "Writes a run with hand-set weights, whose circuit is known: what the analyses are calibrated on.")
    {
        kind, heuristic, run, workers,
    };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var circuit = new Circuit(request.GetValue(kind), request.GetValue(heuristic));
        var written = CompiledRun.Write(
            circuit, Runs.Run.Locate(request.GetValue(run) ?? circuit.Name), Math.Max(1, request.GetValue(workers)), cancellation);
        foreach (var (evaluation, stage) in MetricsFile.Read(written.MetricsPath).Evaluations.Chunk(Circuit.EvaluationsOfAStage).Select(all => all[^1])
            .Zip(circuit.Stages))
        {
            terminal.Out.WriteLine(FormattableString.Invariant(
                $"step {evaluation.Step}: {stage.ToString().ToLowerInvariant(),-8} {evaluation.CorrectCount()} of {evaluation.N} test programs right"));
        }

        terminal.Error.WriteLine($"written: {written.Directory}; docs/calibration.md says what is in it");
        return ExitCode.Success;
    }
}
