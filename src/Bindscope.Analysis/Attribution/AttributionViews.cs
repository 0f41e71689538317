using Bindscope.Analysis.Description;
using Bindscope.Analysis.Patching;

namespace Bindscope.Analysis.Attribution;

/// <summary>The cells that were ranked and then patched, as tables.</summary>
internal static class AttributionViews
{
    internal static IEnumerable<View> Of(AttributionResult result) => result.Groups.Select(group => View.Of(
        $"""
        {PatchViews.TitleOf(group.Hops, group.AnswerLine, group.Programs, group.Solved, group.Tried)}
        {Cell.Words(result.Target)}: rank correlation with the exact effects {group.RankCorrelation:0.00}, over the random sample alone {Of(group)}
        """,
        ["cell", "token", "attribution", "exact effect", "patched because"],
        group.Cells.Where(cell => cell.Exact is not null).Select(cell => (IEnumerable<Cell>)
        [
            cell.Head > 0 ? $"{cell.Layer}.{cell.Head}" : $"{cell.Layer}",
            cell.Role.ToString(),
            Cell.Signed(cell.Attribution),
            Cell.Signed(cell.Exact),
            cell.Drawn ? "drawn at random" : "ranked high",
        ])));

    private static string Of(AttributionGroup group) => group.SampleRankCorrelation is { } value ? Cell.Number(value).Text : "-";
}
