using Bindscope.Runs;

namespace Bindscope.Tests.Runs;

/// <summary>Evaluations with consistent counts, for tests that need some.</summary>
internal static class SampleEvaluation
{
    /// <summary>One of 1,000 programs, which follow the first lines' heuristic once more than half are right: wrong answers are first constants then.</summary>
    public static Evaluation OfALearner(long step, int correct) => At(
        step,
        correct,
        firstTwo: correct > 500 ? 640 : 300,
        wrong: new WrongTally(
            1000 - correct, correct > 500 ? (int)(0.9 * (1000 - correct)) : 0, 0.4 * (1000 - correct), 1000 - correct, 0.3 * (1000 - correct)));

    /// <summary>One of <paramref name="n"/> programs, of which the given counts were right or equal to a first constant.</summary>
    public static Evaluation At(long step, int correct, int n = 1000, int firstTwo = 400, WrongTally? wrong = null) => new(
        step,
        Loss: 1.0 / 3,
        LearningRate: 1e-3,
        TrainAccuracy: 0.1,
        Accuracy: (double)correct / n,
        N: n,
        ByHops: [new(1, n / 2, correct / 2), new(2, n - (n / 2), correct - (correct / 2))],
        ByAnswerLine: [new(1, n / 2, correct / 2), new(2, n - (n / 2), correct - (correct / 2))],
        Predictions: [.. Enumerable.Range(0, 10).Select(digit => digit == 0 ? n - (9 * (n / 10)) : n / 10)],
        NonDigit: 0,
        Line1Constant: firstTwo / 2,
        Line2Constant: firstTwo / 4,
        Line2ConstantN: n / 2,
        FirstTwoConstants: firstTwo,
        AnyConstant: n - ((n - firstTwo) / 2),
        Wrong: wrong);
}
