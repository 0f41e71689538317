using System.CommandLine;
using Bindscope.Analysis.Figures;
using Bindscope.Analysis.Phases;
using Bindscope.Model.Weights;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Draws accuracy over training, with the phases, as an SVG file.</summary>
internal sealed class FigureVerb : IVerb
{
    private readonly Option<string> run = new("--run") { Description = "name of the run under runs/, or a path", Required = true };
    private readonly Option<string?> output = new("--out") { Description = "the SVG file to write; standard output without it" };
    private readonly Option<string?> title = new("--title") { Description = "what stands above the figure" };

    public FigureVerb() => Command = new Command("figure", "Draws a run's accuracy over training, with its phases, as SVG.") { run, output, title };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public bool NeedsLibTorch => false;

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var opened = Training.Runs.Run.Open(Training.Runs.Run.Locate(request.GetRequiredValue(run)));
        var metrics = MetricsFile.Read(opened.MetricsPath);
        var phases = PhasesAnalysis.Run(metrics, new PhasesSpec(Digits: opened.Preset.Task.DigitCount));
        var svg = AccuracyFigure.Draw(request.GetValue(title) ?? opened.Name, metrics, phases);
        if (request.GetValue(output) is { } file)
        {
            WholeFile.WriteText(file, svg);
            terminal.Error.WriteLine($"written: {file}");
        }
        else
        {
            terminal.Out.Write(svg);
        }

        return ExitCode.Success;
    }
}
