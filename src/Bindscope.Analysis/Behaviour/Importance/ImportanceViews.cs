using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Behaviour.Importance;

/// <summary>The features' importance over the checkpoints, as a table.</summary>
internal static class ImportanceViews
{
    internal static IEnumerable<View> Of(ImportanceResult result)
    {
        yield return View.Of(
            $"""
            a logistic regression says from a program's features whether the model is right
            learned on {result.FitPrograms} programs, measured on {result.TestPrograms} others
            importance: growth of its loss in thousandths of a nat when the feature is shuffled
            """,
            ["step", "model right, %", "said, %", "guessed, %", "ROC area", "most important features"],
            result.Checkpoints.Select(one => (IEnumerable<Cell>)
            [
                one.Step,
                Cell.Percent(one.Accuracy.Value),
                Cell.Percent(one.Predicted),
                Cell.Percent(one.Guessed?.Value),
                one.Predicted is null ? "too few" : Cell.Number(one.Area),
                string.Join(", ", one.Features.Where(feature => feature.LossIncrease.Low > 0).Take(3)
                    .Select(feature => FormattableString.Invariant($"{Cell.Words(feature.Feature)} {1000 * feature.LossIncrease.Value:0}"))),
            ]));
    }
}
