using System.CommandLine;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces;
using Bindscope.Analysis.Subspaces.Maps;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Two dimensions of a subspace over training: figure 5's maps.</summary>
internal sealed class SubspaceMapVerb : IVerb
{
    private readonly Option<string> run = new("--run") { Description = "name of the run under runs/, or a path", Required = true };
    private readonly Option<int> layer = new("--layer") { Description = "the layer whose input is shown", Required = true };
    private readonly Option<SubspaceTarget> target = new("--target") { Description = "digit or name" };
    private readonly Option<string[]> checkpoints = new("--checkpoints")
    {
        Description = "steps, or last; the others are aligned to the last one given",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["last"],
    };

    private readonly Option<int> fit = new("--fit-programs") { Description = "programs used to select the components", DefaultValueFactory = _ => 800 };
    private readonly Option<int> programs = new("--programs") { Description = "other programs, which are shown", DefaultValueFactory = _ => 150 };
    private readonly Option<int> offset = new("--offset") { Description = "tokens after the chain's right-hand sides, 0 to 3" };
    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };
    private readonly Option<string?> output = ResultsFolder.Option();

    public SubspaceMapVerb() => Command = new Command(
        "subspace-map", "When do clusters of digits or names emerge? Maps of the subspace over training, aligned (figure 5).")
    {
        run, layer, target, checkpoints, fit, programs, offset, json, output,
    };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run opened = Training.Runs.Run.Open(Training.Runs.Run.Locate(request.GetRequiredValue(run))).WithResults(request.GetValue(output));
        var spec = new MapSpec(
            [.. request.GetRequiredValue(checkpoints).Select(name => RunCheckpoint.StepOf(opened, name))],
            request.GetValue(layer),
            request.GetValue(target),
            request.GetValue(fit),
            request.GetValue(programs),
            request.GetValue(offset));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        SubspaceMap result = MapAnalysis.Run(opened, spec, new Work(1, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, request.GetValue(json), terminal, () => Write(opened.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(opened, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }

    private static void Write(string run, SubspaceMap result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine($"{run}: maps of {result.Classes.Length} tokens entering layer {result.Layer}; the points are in result.json");
        Table table = Tables.Plain(
            "step",
            "components",
            "nearest to own class's mean, %",
            "shown in two dimensions, %",
            "disparity to the last",
            "trustworthiness",
            "of UMAP");
        foreach (MapCheckpoint map in result.Checkpoints)
        {
            table.Row(
                $"{map.Step}",
                $"{map.Components.Length}",
                Tables.Percent(map.NearestCentre),
                Tables.Percent(map.Shown),
                Tables.Invariant($"{map.Disparity:0.00}"),
                Tables.Invariant($"{map.PlaneTrustworthiness:0.00}"),
                Tables.Invariant($"{map.Trustworthiness:0.00}"));
        }

        console.Write(table);
    }
}
