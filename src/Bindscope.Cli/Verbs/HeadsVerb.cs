using System.CommandLine;
using Bindscope.Analysis.HeadStatistics;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>What each head looks at, and what it adds to the answer directly.</summary>
internal sealed class HeadsVerb : IVerb
{
    private readonly AnalysisOptions options = new(programs: 50);

    public HeadsVerb()
    {
        Command = new Command("heads", "Measures what each head looks at and what each part adds to the answer's logit directly.");
        options.AddTo(Command);
        options.AddSelectionTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new HeadSpec(options.StepOf(request, run), options.Selection(request));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        HeadResult result = HeadAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }

    private static void Write(string run, HeadResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(Tables.Invariant($"{run}, step {result.Checkpoint}: heads over {result.Programs} programs"));
        string[] columns =
            ["head", "previous", "two back", "line start", "same name", "binding", "bits", "direct logit", "strongest between roles"];
        Table table = Tables.Plain(columns);
        foreach (HeadAttention head in result.Heads)
        {
            LogitShare direct = result.Logits.Single(share => share.Part == "head" && share.Layer == head.Layer && share.Head == head.Head);
            RoleAttention? strongest = head.BetweenRoles.MaxBy(pair => pair.Weight);
            table.Row(
            [
                $"{head.Layer}.{head.Head}",
                .. new[] { head.PreviousToken, head.TwoBack, head.LineStart, head.SameName, head.Binding, head.Entropy }
                    .Select(value => Tables.Invariant($"{value:0.00}")),
                Tables.Signed(direct.Contribution.Value),
                strongest is null
                    ? ""
                    : Tables.Invariant($"{strongest.To} at {strongest.From} {strongest.Weight:0.00} ({strongest.Hops} hops)"),
            ]);
        }

        console.Write(table);
        console.WriteLine($"direct logit: to logit(answer) - mean of the digits = {Tables.Signed(result.LogitDifference)}; other parts: "
            + string.Join(", ", result.Logits.Where(share => share.Part != "head").Select(share =>
                Tables.Invariant($"{share.Part}{(share.Layer > 0 ? $" {share.Layer}" : "")} {Tables.Signed(share.Contribution.Value)}"))));
    }
}
