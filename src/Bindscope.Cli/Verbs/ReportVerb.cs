using System.CommandLine;
using System.Reflection;
using Bindscope.Analysis.Given;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Paper;
using Bindscope.Report;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Writes the reproduction report of a run, from the analyses in its folder.</summary>
internal sealed class ReportVerb : IVerb
{
    private readonly Option<string> run = CheckpointOptions.NamedRun();
    private readonly Option<string?> also = new("--also") { Description = "a second run to compare it with" };
    private readonly Option<string?> seeds = new("--seeds")
    {
        Description = "runs from other seeds, with commas: each claim is judged over all of them, too"
    };
    private readonly Option<string?> output = new("--out") { Description = "the folder to write; by default report/ in the run's folder" };
    private readonly Option<string> against = new("--against")
    {
        Description = "what the run is held against",
        DefaultValueFactory = _ =>
        "paper"
    };
    private readonly Option<bool> json = new("--json") { Description = "one JSON object: claims, numbers, verdicts" };

    public ReportVerb()
    {
        against.AcceptOnlyFromAmong("paper");
        Command = new Command("report", "Writes a run's reproduction report: every figure and table of the paper, with verdicts.") { run,
            also, seeds, against, output, json };
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var opened = Open(request.GetRequiredValue(run));
        var names = (request.GetValue(seeds) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Runs.Run[] others = [.. names.Select(Open)];
        var report = new RunReport(opened, request.GetValue(also) is { } name ? Open(name) : null, Version(), others, OwnProgram.Spelling);
        cancellation.ThrowIfCancellationRequested();
        if (request.GetValue(json))
        {
            terminal.Out.WriteLine(AnalysisFolder.ToJson(report.Document));
        }
        else
        {
            Show(report.Document, terminal);
        }

        string page = report.Write(request.GetValue(output) ?? Path.Combine(opened.Results, "report"));
        terminal.Error.WriteLine($"written: {page}");
        return report.Problems.Count == 0
            ? ExitCode.Success
            : throw new UserException(
                $"the run's folder is damaged, and the report lacks what it should say: {string.Join("; ", report.Problems)}",
                "bring the files back, or run these analyses again, and then the report",
                ExitCode.WrongMachine);
    }

    private static Runs.Run Open(string name) => Runs.Run.Named(name);

    private static string Version() => typeof(ReportVerb)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static void Show(ReportDocument report, Terminal terminal)
    {
        foreach (Claim claim in report.Claims)
        {
            terminal.Out.WriteLine($"{Claim.Word(claim.Verdict),-12} {claim.Figure,-8} {claim.Id,-18} {claim.Seen()}".TrimEnd());
            if (claim.Over is { } over)
            {
                terminal.Out.WriteLine($"{"",-12} {"",-8} over seeds: {Claim.Word(over.Verdict)}; {over.Text()}");
            }
        }

        terminal.Out.WriteLine(
            $"{report.Reproduced} reproduced, {report.Differs} differ, {report.Undecided} undecided, {report.NotTestable} not testable,"
            + $" {report.NotTested} not tested");
    }
}

/// <summary>Draws one figure of a run's report as an SVG file.</summary>
internal sealed class FigureVerb : IVerb
{
    private readonly Option<string> run = CheckpointOptions.NamedRun();
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

/// <summary>Writes the verdicts of several reports as a table of Markdown.</summary>
internal sealed class ResultsVerb : IVerb
{
    private readonly Argument<string[]> reports = new("reports") { Description = "report.json files", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> into = new("--into")
    {
        Description = "a file with the marks between which the table stands;"
        + " else it is printed"
    };

    public ResultsVerb() => Command = new Command("results", "Writes the verdicts of reports as a table of Markdown.") { reports, into };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        string table = ResultsTable.Of([.. request.GetRequiredValue(reports).Select(ResultsTable.Read)]);
        if (request.GetValue(into) is not { } file)
        {
            terminal.Out.Write(table);
            return ExitCode.Success;
        }

        string text = InputFile.Read(file, InputFile.Document);
        WholeFile.WriteText(file, ResultsTable.Into(text, table));
        terminal.Error.WriteLine($"written: {file}");
        return ExitCode.Success;
    }
}
