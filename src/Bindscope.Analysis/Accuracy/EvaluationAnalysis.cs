using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Accuracy;

/// <summary>A checkpoint that is asked for all programs of a split.</summary>
public sealed record EvaluationSpec([Step] int Checkpoint, [Field("test or validation", Chooses = true)] HeldBackSplit Split);

/// <summary>A split that no training sees.</summary>
public enum HeldBackSplit
{
    /// <summary>The test split; its first programs are those that training evaluates on.</summary>
    Test,

    /// <summary>The validation split.</summary>
    Validation,
}

/// <summary>How much of a split that no training sees does a checkpoint answer rightly?</summary>
/// <remarks>
/// Section 3 of Wu, Geiger and Millière (ICML 2025): accuracy on the 49,000 test programs. What would mislead: the evaluations during
/// training ask only the split's first programs, so the two numbers differ by their samples.
/// </remarks>
public sealed class EvaluationAnalysis : IAnalysis<EvaluationSpec, EvaluationReport>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "evaluation",
        "Evaluation",
        "How much of the held-back split does the model answer correctly?",
        Scope.Checkpoint,
        EvaluationReport.CurrentFormat)
    { Alias = "eval" };

    /// <inheritdoc/>
    public static EvaluationSpec Default => new(StepForm.Last, HeldBackSplit.Test);

    /// <inheritdoc/>
    public static IEnumerable<EvaluationSpec> Sized(Run run, Budget budget) => [new(budget.Last, HeldBackSplit.Test)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(EvaluationReport result) => EvaluationViews.Of(result);

    /// <summary>Programs between two reports of progress.</summary>
    private const int Block = 1_000;

    /// <summary>Asks every program of the split.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">Which checkpoint and split.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">There is no such checkpoint, or the split is empty.</exception>
    public static EvaluationReport Run(Run run, EvaluationSpec spec, Work work)
    {
        ProgramSplits splits = run.HeldBackSplits(work.Cancellation);
        IReadOnlyList<SymbolicProgram> programs = spec.Split == HeldBackSplit.Test ? splits.Test : splits.Validation;
        if (programs.Count == 0)
        {
            throw new UserException($"this run's {spec.Split} split is empty", "choose the other one with --split");
        }

        Transformer model = run.LoadModel(spec.Checkpoint);
        int[] predictions = Predictions(model, programs, work);
        return EvaluationReport.Of(
            run.Name, spec.Split, new Evaluator(programs).Tally(predictions, new TrainingMeasures(spec.Checkpoint, 0, 0, 0)));
    }

    /// <summary>The most probable token at each program's colon.</summary>
    /// <param name="model">The model, on any device.</param>
    /// <param name="programs">The programs.</param>
    /// <param name="work">How it is run.</param>
    public static int[] Predictions(Transformer model, IReadOnlyList<SymbolicProgram> programs, Work work)
    {
        var predictions = new List<int>(programs.Count);
        foreach (SymbolicProgram[] block in programs.Chunk(Block))
        {
            predictions.AddRange(Predictor.Answers(model, block, work.Workers, work.Cancellation));
            work.Progress?.Report(new AnalysisProgress("programs", predictions.Count, programs.Count));
        }

        return [.. predictions];
    }
}

/// <summary>What <c>eval</c> answers; of the whole test split, as <c>analyses/evaluation-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Run">The run's folder.</param>
/// <param name="Step">The checkpoint.</param>
/// <param name="Split">Which programs were asked.</param>
/// <param name="N">How many.</param>
/// <param name="Correct">How many were answered rightly.</param>
/// <param name="Accuracy">Their share, with Wilson's 95 % interval.</param>
/// <param name="ByHops">The same by referential depth.</param>
/// <param name="ByAnswerLine">The same by the line of the root digit, 1-based.</param>
/// <param name="Predictions">Share of the predictions that were digit 0, 1, ... 9.</param>
/// <param name="NonDigit">Share that was no digit.</param>
/// <param name="Line1Constant">Share equal to line 1's constant.</param>
/// <param name="Line2Constant">Share equal to line 2's constant among the programs whose line 2 holds one; null where none does.</param>
/// <param name="FirstTwoConstants">Share equal to one of the program's first two constants.</param>
/// <param name="AnyConstant">Share equal to any constant of the program.</param>
public sealed record EvaluationReport(
    int Format,
    string Run,
    long Step,
    HeldBackSplit Split,
    int N,
    int Correct,
    Proportion Accuracy,
    ImmutableArray<EvaluationReport.HopsGroup> ByHops,
    ImmutableArray<EvaluationReport.LineGroup> ByAnswerLine,
    ImmutableArray<double> Predictions,
    double NonDigit,
    double Line1Constant,
    double? Line2Constant,
    double FirstTwoConstants,
    double AnyConstant)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The programs of one referential depth.</summary>
    /// <param name="Hops">The depth.</param>
    /// <param name="N">How many.</param>
    /// <param name="Correct">How many were answered rightly.</param>
    /// <param name="Accuracy">Their share.</param>
    public sealed record HopsGroup(int Hops, int N, int Correct, Proportion Accuracy);

    /// <summary>The programs with the root digit on one line.</summary>
    /// <param name="Line">The line, 1-based.</param>
    /// <param name="N">How many.</param>
    /// <param name="Correct">How many were answered rightly.</param>
    /// <param name="Accuracy">Their share.</param>
    public sealed record LineGroup(int Line, int N, int Correct, Proportion Accuracy);

    /// <summary>The report of an evaluation's counts.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="split">Which programs were asked.</param>
    /// <param name="evaluation">The counts.</param>
    public static EvaluationReport Of(string run, HeldBackSplit split, Evaluation evaluation)
    {
        var correct = evaluation.CorrectCount();
        return new EvaluationReport(
            CurrentFormat,
            run,
            evaluation.Step,
            split,
            evaluation.N,
            correct,
            Proportion.OfCounts(correct, evaluation.N),
            [.. evaluation.ByHops.Select(tally =>
                new HopsGroup(tally.Hops, tally.N, tally.Correct, Proportion.OfCounts(tally.Correct, tally.N)))],
            [.. evaluation.ByAnswerLine.Select(tally =>
                new LineGroup(tally.Line, tally.N, tally.Correct, Proportion.OfCounts(tally.Correct, tally.N)))],
            [.. evaluation.Predictions.Select(Share)],
            Share(evaluation.NonDigit),
            Share(evaluation.Line1Constant),
            evaluation.Line2ConstantN == 0 ? null : (double)evaluation.Line2Constant / evaluation.Line2ConstantN,
            Share(evaluation.FirstTwoConstants),
            Share(evaluation.AnyConstant));

        double Share(int count) => (double)count / evaluation.N;
    }
}

/// <summary>Accuracy on a split, and what is predicted, as tables.</summary>
internal static class EvaluationViews
{
    internal static IEnumerable<View> Of(EvaluationReport report)
    {
        yield return View.Of(
            $"{report.N:N0} programs of the {Cell.Words(report.Split)} split",
            ["programs", "accuracy (95 %), %", "right", "of"],
            [
                ["all", Cell.Percent(report.Accuracy, "0.00"), report.Correct, report.N],
                .. report.ByHops.Select(group => (IEnumerable<Cell>)
                    [Execution.HopsInWords(group.Hops), Cell.Percent(group.Accuracy, "0.00"), group.Correct, group.N]),
                .. report.ByAnswerLine.Select(group => (IEnumerable<Cell>)
                    [$"answer line {group.Line}", Cell.Percent(group.Accuracy, "0.00"), group.Correct, group.N]),
            ]);
        yield return View.Of(
            $"share of the predictions, %",
            ["prediction", "share"],
            new (string Name, double? Share)[]
            {
                ("no digit", report.NonDigit),
                ("line 1's constant", report.Line1Constant),
                ("line 2's constant, where it has one", report.Line2Constant),
                ("one of the first two constants", report.FirstTwoConstants),
                ("any constant of the program", report.AnyConstant),
            }.Concat(report.Predictions.Select((share, digit) => (Name: $"{digit}", Share: (double?)share))).Where(row => row.Share is not null)
                .Select(row => (IEnumerable<Cell>)[row.Name, Cell.Percent(row.Share, "0.0")]));
    }
}
