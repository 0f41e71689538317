using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Accuracy;

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
