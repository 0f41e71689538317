using System.CommandLine;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Results;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Patches the residual stream: figure 3b over the test set, or figure 3a for one program.</summary>
internal sealed class PatchResidualVerb : IVerb
{
    private readonly AnalysisOptions options = new(programs: 200);
    private readonly Option<string?> program = new("--program") { Description = "map one program (figure 3a); - for standard input" };
    private readonly Option<string?> source = new("--source")
    {
        Description = "the counterfactual of --program; by default another root digit is drawn",
    };

    public PatchResidualVerb()
    {
        Command = new Command("residual", "Patches the residual at every layer and token (figure 3a with --program, else 3b).")
        {
            program, source,
        };
        options.AddTo(Command);
        options.AddSelectionTo(Command);
        options.AddTokensTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        int step = options.StepOf(request, run);
        if (request.GetValue(program) is not { } path)
        {
            var spec = new PatchSpec(
                step, PatchTarget.Residual, options.Selection(request), options.ControlPrograms(request), options.Tokens(request));
            PatchVerbs.Sweep(run, spec, options, request, terminal, cancellation);
            return ExitCode.Success;
        }

        SymbolicProgram text = ProgramFile.Read(path, terminal.In, cancellation);
        ProgramPair pair = request.GetValue(source) is { } other
            ? ProgramPair.Of(text, ProgramFile.Read(other, terminal.In, cancellation))
            : ResidualMap.WithOtherDigit(text, new Seed(options.Seed(request)), run.Preset.Task.DigitCount);
        Transformer model = RunCheckpoint.Load(run, step);
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        PatchMap map = ResidualMap.Run(model, step, pair, options.Work(request, display, cancellation));
        if (options.Json(request))
        {
            terminal.Out.WriteLine(AnalysisFolder.ToJson(map));
        }
        else
        {
            MapTable.Write(run.Name, pair, map, terminal);
        }

        return ExitCode.Success;
    }
}
