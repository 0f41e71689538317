using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Bindscope.Training.Runs;

/// <summary>What one evaluation on the fixed test set measured: one line of a run's <c>metrics.jsonl</c>.</summary>
/// <remarks>
/// Holds no wall-clock time, so that a run which was killed and resumed leaves the same bytes as one which was not.
/// "Prediction" is the most likely token of the whole vocabulary at the colon.
/// </remarks>
/// <param name="Step">Optimizer steps taken before this evaluation, 0 or more.</param>
/// <param name="Loss">Training loss in nats as the trainer reports it at this step; finite.</param>
/// <param name="LearningRate">Learning rate at this step, 0 or more.</param>
/// <param name="TrainAccuracy">The trainer's running accuracy on its own batches, 0 to 1.</param>
/// <param name="Accuracy">Share of the test programs answered rightly, 0 to 1.</param>
/// <param name="N">Programs in the test set, 1 or more.</param>
/// <param name="ByHops">The same accuracy by referential depth; the counts add up to <paramref name="N"/>.</param>
/// <param name="ByAnswerLine">The same accuracy by the line of the root digit; the counts add up to <paramref name="N"/>.</param>
/// <param name="Predictions">Predictions of each digit 0 to 9, in that order; always ten entries.</param>
/// <param name="NonDigit">Predictions that are no digit; with <paramref name="Predictions"/> they add up to <paramref name="N"/>.</param>
/// <param name="Line1Constant">Predictions equal to the constant on the program's first line.</param>
/// <param name="Line2Constant">Predictions equal to the constant on line 2, among the programs whose line 2 holds one.</param>
/// <param name="Line2ConstantN">Programs whose line 2 holds a constant: what <paramref name="Line2Constant"/> is a share of.</param>
/// <param name="FirstTwoConstants">Predictions equal to one of the program's first two constants in reading order.</param>
/// <param name="AnyConstant">Predictions equal to any constant of the program.</param>
/// <param name="Wrong">What the wrong predictions equal; null in lines that older builds wrote.</param>
public sealed record Evaluation(
    long Step,
    double Loss,
    double LearningRate,
    double TrainAccuracy,
    double Accuracy,
    int N,
    ImmutableArray<HopsTally> ByHops,
    ImmutableArray<AnswerLineTally> ByAnswerLine,
    ImmutableArray<int> Predictions,
    int NonDigit,
    int Line1Constant,
    int Line2Constant,
    int Line2ConstantN,
    int FirstTwoConstants,
    int AnyConstant,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WrongTally? Wrong = null)
{
    /// <summary>What is paid for each kind of token, on the same programs; null in runs from before it was measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LossByRole? LossByRole { get; init; }

    /// <summary>Test programs answered rightly, counted from <see cref="ByHops"/>.</summary>
    /// <returns>A count from 0 to <see cref="N"/>.</returns>
    public int CorrectCount() => ByHops.Sum(tally => tally.Correct);

    /// <summary>Lists everything in this record that cannot be true of any evaluation.</summary>
    /// <returns>One sentence per problem; empty when the record is consistent.</returns>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }

        Require(Step >= 0, "step is negative");
        Require(double.IsFinite(Loss), "loss is not a finite number");
        Require(double.IsFinite(LearningRate) && LearningRate >= 0, "learningRate is negative or not a finite number");
        Require(TrainAccuracy is >= 0 and <= 1, "trainAccuracy is outside 0 to 1");
        Require(Accuracy is >= 0 and <= 1, "accuracy is outside 0 to 1");
        Require(N >= 1, "n is not positive");
        Require(Predictions is { IsDefault: false, Length: 10 }, "predictions does not have ten entries");
        Require(!ByHops.IsDefault && !ByAnswerLine.IsDefault, "byHops or byAnswerLine is missing");
        if (problems.Count > 0)
        {
            return problems;
        }

        Require(ByHops.All(tally => tally.Hops >= 1 && IsShare(tally.Correct, tally.N)), "byHops holds an impossible count");
        Require(ByAnswerLine.All(tally => tally.Line >= 1 && IsShare(tally.Correct, tally.N)), "byAnswerLine holds an impossible count");
        Require(ByHops.Select(tally => tally.Hops).Distinct().Count() == ByHops.Length, "byHops holds a depth twice");
        Require(ByAnswerLine.Select(tally => tally.Line).Distinct().Count() == ByAnswerLine.Length, "byAnswerLine holds a line twice");
        Require(ByHops.Sum(tally => (long)tally.N) == N, "the counts of byHops do not add up to n");
        Require(ByAnswerLine.Sum(tally => (long)tally.N) == N, "the counts of byAnswerLine do not add up to n");
        Require(ByAnswerLine.Sum(tally => (long)tally.Correct) == CorrectCount(), "byAnswerLine and byHops disagree on the right answers");
        Require(Math.Abs(Accuracy - ((double)CorrectCount() / N)) < 1e-9, "accuracy is not byHops' right answers divided by n");
        Require(Predictions.All(count => count >= 0) && NonDigit >= 0, "predictions or nonDigit holds a negative count");
        Require(Predictions.Sum(count => (long)count) + NonDigit == N, "predictions and nonDigit do not add up to n");
        Require(IsShare(Line1Constant, N), "line1Constant is outside 0 to n");
        Require(IsShare(Line2ConstantN, N), "line2ConstantN is outside 0 to n");
        Require(IsShare(Line2Constant, Line2ConstantN), "line2Constant is outside 0 to line2ConstantN");
        Require(IsShare(FirstTwoConstants, AnyConstant), "firstTwoConstants is outside 0 to anyConstant");
        Require(IsShare(AnyConstant, N), "anyConstant is outside 0 to n");
        Require(Wrong?.IsPossible(N - CorrectCount()) != false, "wrong does not fit the wrong answers");
        problems.AddRange(LossByRole?.Problems(N) ?? []);
        return problems;
    }

    private static bool IsShare(int part, int whole) => part >= 0 && part <= whole;
}
