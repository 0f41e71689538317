using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Accuracy;

/// <summary>How many programs are answered rightly with and without interventions, as a table.</summary>
internal static class InterventionViews
{
    private static readonly string[] Effects = ["intervened, %", "difference, %", "gained", "lost", "p", "changed, %"];
    private static readonly string[] AsSource = ["as source, %"];

    internal static IEnumerable<View> Of(InterventionReport report)
    {
        bool hasSources = report.Groups[0].Intervened?.FollowSource is not null;
        yield return View.Of(
            $"{report.Programs:N0} {(report.Programs == 1 ? "program" : "programs")}",
            ["programs", "n", "right, %", .. report.Untouched is null ? [] : Effects, .. hasSources ? AsSource : []],
            report.Groups.Select(group => (IEnumerable<Cell>)
            [
                group.Name,
                group.Programs,
                Cell.Percent(group.Accuracy, "0.0"),
                .. group.Intervened is { } effect ? Of(effect) : [],
                .. hasSources ? new[] { Cell.Percent(group.Intervened?.FollowSource, "0.0") } : [],
            ]));
        if (report.Untouched is > 0 and int untouched)
        {
            yield return View.Of($"of {untouched} programs the interventions changed no activation");
        }
    }

    private static IEnumerable<Cell> Of(InterventionReport.Effect effect) =>
    [
        Cell.Percent(effect.Accuracy, "0.0"),
        Cell.Points(effect.Difference),
        effect.Gained,
        effect.Lost,
        Cell.PValue(effect.PValue),
        Cell.Percent(effect.Changed, "0.0"),
    ];
}
