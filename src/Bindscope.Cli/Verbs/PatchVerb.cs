using System.CommandLine;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Interchange interventions: the catalogue's patching analyses under their short names, and one patch in one program.</summary>
internal sealed class PatchVerb : IVerb
{
    private readonly IReadOnlyList<IVerb> parts = [.. AnalysisVerbs.Aliases("patch"), new PatchPairVerb()];

    public PatchVerb()
    {
        Command = new Command(
            "patch", $"Patches a model from counterfactual programs: {string.Join(", ", parts.Select(part => part.Command.Name))}.");
        foreach (IVerb part in parts)
        {
            Command.Add(part.Command);
        }
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation) =>
        parts.Single(part => part.Command == request.CommandResult.Command).Run(request, terminal, cancellation);
}

/// <summary>Patches the residual stream: figure 3b over the test set, or figure 3a for one program.</summary>
internal sealed class PatchResidualVerb : AnalysisVerb
{
    private readonly Option<string?> program = new("--program") { Description = "map one program (figure 3a); - for standard input" };
    private readonly Option<string?> source = new("--source")
    {
        Description = "the counterfactual of --program; by default another root digit is drawn",
    };

    public PatchResidualVerb(CatalogueEntry entry, string? name)
        : base(entry, name)
    {
        Command.Add(program);
        Command.Add(source);
    }

    /// <inheritdoc/>
    public override int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        if (request.GetValue(program) is not { } path)
        {
            return base.Run(request, terminal, cancellation);
        }

        RefuseResults(request);
        Run run = Open(request);
        var spec = (PatchSpec)QuestionOf(run, request);
        SymbolicProgram text = ProgramFile.Read(path, terminal.In, cancellation);
        ProgramPair pair = request.GetValue(source) is { } other
            ? ProgramPair.Of(text, ProgramFile.Read(other, terminal.In, cancellation))
            : ResidualMap.WithOtherDigit(text, new Seed(spec.Selection.Seed), run.Preset.Task.DigitCount);
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        PatchMap map = ResidualMap.Run(run.LoadModel(spec.Checkpoint), spec.Checkpoint, pair, Work(request, display, cancellation));
        display.Dispose();
        Show(request, terminal, map, Tables.Invariant($"{run.Name}, step {spec.Checkpoint}; hops: {pair.BaseExecution.Hops}"), ExampleMap.Views(map));
        return ExitCode.Success;
    }
}
