using System.CommandLine;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Finds the phases that a run went through, shows them, and writes them into its folder.</summary>
internal sealed class PhasesVerb : IVerb
{
    private readonly Option<string> run = new("--run") { Description = "name of the run under runs/, or a path", Required = true };
    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };
    private readonly Option<string?> output = ResultsFolder.Option();

    public PhasesVerb() =>
        Command = new Command("phases", "Finds a run's phases (chance, heuristic, solved) and their boundaries.") { run, json, output };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var opened = Training.Runs.Run.Open(Training.Runs.Run.Locate(request.GetRequiredValue(run))).WithResults(request.GetValue(output));
        var metrics = PhaseMetrics.Of(opened);
        MetricsCheck.RequireAgreement(opened, metrics);
        var spec = new PhasesSpec(Digits: opened.Preset.Task.DigitCount);
        var result = PhasesAnalysis.Run(metrics, spec);
        cancellation.ThrowIfCancellationRequested();

        // Shown before it is written, so that a folder without permission costs nothing but the file.
        if (request.GetValue(json))
        {
            terminal.Out.WriteLine(AnalysisFolder.ToJson(result));
        }
        else
        {
            PhasesTable.Write(opened, result, terminal);
        }

        terminal.Keep(new AnalysisFolder(opened, "phases"), spec, result);
        return ExitCode.Success;
    }
}
