using Bindscope.Analysis.Description;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Accuracy;

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
