using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Everything;

/// <summary>What each analysis cost, as a table.</summary>
internal static class EverythingViews
{
    internal static IEnumerable<View> Of(EverythingResult result)
    {
        yield return View.Of(
            $"{result.Analyses.Length} analyses in {result.Seconds:0} s on {result.Workers} threads, at most {Mebibytes(result.PeakBytes).Text} MiB",
            ["analysis", "folder under analyses/", "outcome", "seconds", "peak, MiB"],
            result.Analyses.Select(cost =>
            {
                bool ran = cost.Outcome is not (AnalysisOutcome.Fresh or AnalysisOutcome.Kept);
                return (IEnumerable<Cell>)
                [
                    cost.Name,
                    cost.Folder,
                    Cell.Words(cost.Outcome),
                    ran ? Cell.Number(cost.Seconds, "0.0") : "",
                    ran && cost.PeakBytes > 0 ? Mebibytes(cost.PeakBytes) : "",
                ];
            }));
        foreach (AnalysisCost cost in result.Analyses.Where(one => one.Note is not null))
        {
            yield return View.Of($"{cost.Name} was not possible: {cost.Note}");
        }
    }

    private static Cell Mebibytes(long bytes) => Cell.Number(bytes / 1048576.0, "0");
}
