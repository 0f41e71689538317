using System.CommandLine;
using System.Globalization;
using Bindscope.Analysis.Accuracy;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Loop;

namespace Bindscope.Cli.Verbs;

/// <summary>Asks a checkpoint of a run for the answers of a split's programs and counts what is right.</summary>
internal sealed class EvalVerb : IVerb
{
    private readonly CheckpointOptions checkpoint = new();
    private readonly DeviceOption device = new();
    private readonly Option<HeldBackSplit> split = new("--split") { Description = "test or validation" };
    private readonly Option<string?> programs = new("--programs")
    {
        Description = "only the split's first N programs, or a file of your own: text, JSON lines or CSV, as `ask` reads them",
    };

    private readonly GivenEvaluation given = new();

    private readonly Option<int> workers = new("--workers")
    {
        Description = "threads; by default one per processor",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public EvalVerb()
    {
        Command = new Command("eval", "Measures a checkpoint on the test or validation split, with intervals.");
        checkpoint.AddTo(Command);
        checkpoint.AddResultsTo(Command);
        foreach (var option in new Option[] { split, programs, workers })
        {
            Command.Add(option);
        }

        given.AddTo(Command);
        device.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var threads = request.GetValue(workers);
        if (threads < 1)
        {
            throw new UserException($"--workers is {threads}; it must be 1 or more", "leave it out to use every processor");
        }

        device.Require(request);
        var run = checkpoint.Open(request);
        var step = checkpoint.StepOf(request, run);
        string? wanted = request.GetValue(programs);
        given.RequireUse(request, wanted, split);
        bool isOwn = given.IsAsked(request, wanted);
        if (isOwn)
        {
            checkpoint.RefuseResults(request, "what your own programs, pairs or interventions give is shown and not kept");
        }

        Transformer model = CheckpointOptions.Load(run, step, terminal);
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        var work = new Work(threads, display, cancellation);
        if (isOwn)
        {
            given.Run(
                request, run, step, model, wanted, () => First(Split(run, request, cancellation), wanted, request.GetValue(split)),
                request.GetValue(split).ToString().ToLowerInvariant(), checkpoint.Json(request), terminal, work);
            return ExitCode.Success;
        }

        var chosen = Split(run, request, cancellation);
        var asked = First(chosen, wanted, request.GetValue(split));
        bool isKept = request.GetValue(split) == HeldBackSplit.Test && asked.Count == chosen.Count;
        if (!isKept)
        {
            checkpoint.RefuseResults(request, "only what the whole test split gives is kept");
        }

        int[] predictions = EvaluationAnalysis.Predictions(model, asked, work);
        display.Dispose();
        var evaluation = new Evaluator(asked).Tally(predictions, new TrainingMeasures(step, 0, 0, 0));
        var report = EvaluationReport.Of(run.Directory, request.GetValue(split), evaluation);
        if (checkpoint.Json(request))
        {
            terminal.Out.WriteJson(report);
        }
        else
        {
            terminal.WriteTables(Tables.Invariant($"{report.Run}, step {report.Step}"), EvaluationAnalysis.Views(report));
        }

        if (isKept)
        {
            var spec = new EvaluationSpec(step, report.Split);
            terminal.Keep(EvaluationAnalysis.Info.Folder(run, spec), spec, report with { Run = run.Name });
        }

        return ExitCode.Success;
    }

    private IReadOnlyList<SymbolicProgram> Split(Run run, ParseResult request, CancellationToken cancellation)
    {
        var splits = run.HeldBackSplits(cancellation);
        return request.GetValue(split) == HeldBackSplit.Test ? splits.Test : splits.Validation;
    }

    private static IReadOnlyList<SymbolicProgram> First(IReadOnlyList<SymbolicProgram> all, string? wanted, HeldBackSplit split)
    {
        int? count = wanted is null ? null : int.Parse(wanted, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (all.Count == 0)
        {
            throw new UserException($"this run's {split} split is empty", "choose the other one with --split");
        }

        return count is < 1 || count > all.Count
            ? throw new UserException(
                $"--programs is {count}; the split has {all.Count}", $"give 1 to {all.Count}, or leave it out for all")
            : [.. all.Take(count ?? all.Count)];
    }
}
