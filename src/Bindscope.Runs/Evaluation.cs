using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Bindscope.Runs;

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

/// <summary>How many test programs of one referential depth were answered, and how many of those rightly.</summary>
/// <param name="Hops">Assignments from the queried variable to its root, 1 or more.</param>
/// <param name="N">Programs of that depth in the test set.</param>
/// <param name="Correct">Programs among them whose most likely next token is the answer, 0 to <paramref name="N"/>.</param>
public sealed record HopsTally(int Hops, int N, int Correct);

/// <summary>How many test programs with the root digit on one line were answered, and how many of those rightly.</summary>
/// <param name="Line">The answer line (the line that holds the root digit), 1-based.</param>
/// <param name="N">Programs of the test set with the root on that line.</param>
/// <param name="Correct">Programs among them whose most likely next token is the answer, 0 to <paramref name="N"/>.</param>
public sealed record AnswerLineTally(int Line, int N, int Correct);

/// <summary>What the wrong predictions of an evaluation equal, and how many would if they were guesses: evidence for a heuristic.</summary>
/// <remarks>
/// A model that is right says the first constants as often as they are the answer, and so does one that guesses among few constants. Only
/// where it is wrong, and only beside a guesser, does agreement tell a rule. A guesser here picks, for each of the programs that the
/// model got wrong, one of its constants that is not the answer: once uniformly among the lines that hold one, once among the different
/// digits, whichever says the first two more often.
/// </remarks>
/// <param name="N">Wrong predictions, 0 or more.</param>
/// <param name="FirstTwoConstants">Those equal to one of the program's first two constants in reading order.</param>
/// <param name="FirstTwoGuessed">How many would be, on average, if each were a guess among the program's constants.</param>
/// <param name="AnyConstant">Those equal to any constant of the program.</param>
/// <param name="AnyGuessed">How many would be, on average, if each were a guess among all digits but the answer.</param>
public sealed record WrongTally(int N, int FirstTwoConstants, double FirstTwoGuessed, int AnyConstant, double AnyGuessed)
{
    /// <summary>Whether these counts are possible among so many wrong predictions.</summary>
    /// <param name="wrong">Wrong predictions of the evaluation.</param>
    public bool IsPossible(int wrong) =>
        N == wrong
        && FirstTwoConstants >= 0 && FirstTwoConstants <= AnyConstant && AnyConstant <= N
        && FirstTwoGuessed >= 0 && FirstTwoGuessed <= N && AnyGuessed >= 0 && AnyGuessed <= N;
}

/// <summary>What training measured since the last evaluation; kept in checkpoints so that the next evaluation reports the same numbers
/// after a resume.</summary>
/// <param name="Loss">Loss summed over programs.</param>
/// <param name="Programs">Programs trained on.</param>
/// <param name="Correct">Training answers that were right.</param>
/// <param name="Answers">Training answers asked for.</param>
public readonly record struct UnreportedMeasures(double Loss, long Programs, long Correct, long Answers);
