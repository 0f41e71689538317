using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Patching.Edges;

/// <summary>The attention edges whose cut costs most, as tables.</summary>
internal static class EdgeViews
{
    private const int Shown = 14;

    // An edge that few programs have would lead the list by chance.
    internal static IEnumerable<View> Of(EdgeResult result) => result.Groups.Select(group => View.Of(
        $"""
        {PatchViews.TitleOf(group.Hops, group.AnswerLine, group.Programs, group.Solved, group.Tried)}
        edges cut, {Cell.Words(result.Granularity)} one at a time
        """,
        ["looks", "at", "in", "margin lost (95 %)", "still right, %", "source's weight instead: success, %", "programs"],
        group.Cells.OrderBy(cell => 2 * cell.Kept.Programs < group.Programs).Select(cell => (IEnumerable<Cell>)
        [
            cell.To.ToString(),
            cell.From.ToString(),
            cell.Layer == 0 ? "model" : cell.Head == 0 ? $"layer {cell.Layer}" : $"{cell.Layer}.{cell.Head}",
            Cell.Signed(cell.MarginLost),
            Cell.Percent(cell.Kept),
            Cell.Percent(cell.PatternSuccess),
            cell.Kept.Programs,
        ])).First(Math.Min(Shown, group.Cells.Count(cell => 2 * cell.Kept.Programs >= group.Programs))));
}
