using System.CommandLine;
using Bindscope.Model.Weights;
using Bindscope.Report;

namespace Bindscope.Cli.Verbs;

/// <summary>Draws one figure of a run's report as an SVG file.</summary>
internal sealed class FigureVerb : IVerb
{
    private readonly Option<string> run = new("--run") { Description = "name of the run under runs/, or a path", Required = true };
    private readonly Option<string?> output = new("--out") { Description = "the SVG file to write; by default standard output" };
    private readonly Option<string> figure = new("--figure")
    {
        Description = "which one, as the report names them: figure-2a (accuracy over training), figure-3b, ...",
        DefaultValueFactory = _ => "figure-2a",
    };

    public FigureVerb() => Command = new Command("figure", "Draws one figure of a run's report as SVG.") { run, figure, output };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var opened = Runs.Run.Named(request.GetRequiredValue(run));
        string svg = new RunReport(opened, null, "", program: OwnProgram.Spelling).Drawing(request.GetRequiredValue(figure));
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
