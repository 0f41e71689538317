using System.Globalization;

namespace Bindscope.Runs.TensorBoard;

/// <summary>The scalars that TensorBoard shows for one evaluation; a slash in a tag groups its charts.</summary>
internal static class EvaluationScalars
{
    public static IEnumerable<(string Tag, double Value)> Of(Evaluation evaluation)
    {
        yield return ("training/loss", evaluation.Loss);
        yield return ("training/learning_rate", evaluation.LearningRate);
        yield return ("training/accuracy", evaluation.TrainAccuracy);
        yield return ("test/accuracy", evaluation.Accuracy);
        foreach (var tally in evaluation.ByHops.Where(tally => tally.N > 0))
        {
            yield return (Numbered("test_accuracy_by_hops", tally.Hops), (double)tally.Correct / tally.N);
        }

        foreach (var tally in evaluation.ByAnswerLine.Where(tally => tally.N > 0))
        {
            yield return (Numbered("test_accuracy_by_answer_line", tally.Line), (double)tally.Correct / tally.N);
        }

        for (var digit = 0; digit < evaluation.Predictions.Length; digit++)
        {
            yield return (Numbered("share_of_predictions", digit), (double)evaluation.Predictions[digit] / evaluation.N);
        }

        yield return ("share_of_predictions/no_digit", (double)evaluation.NonDigit / evaluation.N);
        yield return ("agreement/line_1_constant", (double)evaluation.Line1Constant / evaluation.N);
        if (evaluation.Line2ConstantN > 0)
        {
            yield return ("agreement/line_2_constant", (double)evaluation.Line2Constant / evaluation.Line2ConstantN);
        }

        yield return ("agreement/first_two_constants", (double)evaluation.FirstTwoConstants / evaluation.N);
        yield return ("agreement/any_constant", (double)evaluation.AnyConstant / evaluation.N);
    }

    private static string Numbered(string group, int number) => string.Create(CultureInfo.InvariantCulture, $"{group}/{number:D2}");
}
