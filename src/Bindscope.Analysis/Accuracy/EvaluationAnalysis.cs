using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Accuracy;

/// <summary>A checkpoint that is asked for all programs of a split.</summary>
public sealed record EvaluationSpec([Step] int Checkpoint, [Field("test or validation")] HeldBackSplit Split);

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
