using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Patching.Single;

/// <summary>Figure 3a as a table: a row a token, a column a layer.</summary>
internal static class MapViews
{
    /// <summary>The tokens at which some patch changed something.</summary>
    internal static IEnumerable<View> Of(PatchMap map)
    {
        yield return View.Of(
            $"""
            residual entering each layer, source into base: {map.BaseAnswer} -> {map.SourceAnswer}
            change of the source digit's logit, as a share of the map's largest; * the answer became the source's
            """,
            ["token", "line", "text", "role", .. Enumerable.Range(1, map.Layers).Select(layer => $"layer {layer}")],
            map.Tokens.Select(token => (Token: token, Cells: map.Cells.Where(cell => cell.Position == token.Position).ToArray()))
                .Where(one => one.Token.Role is not null || one.Cells.Any(cell => Math.Abs(cell.Normalised) >= 0.05 || cell.Success))
                .Select(one => (IEnumerable<Cell>)
                [
                    one.Token.Position, one.Token.Line, one.Token.Text == '\n' ? "\\n" : $"{one.Token.Text}", one.Token.Role ?? "", .. one.Cells.Select(Of),
                ]));
        yield return View.Of($"tokens left out: no role, and no change of 5 % or more");
    }

    private static Cell Of(MapCell cell) => cell.Changed
        ? Cell.Signed(cell.Normalised) with { Text = Cell.Signed(cell.Normalised).Text + (cell.Success ? "*" : "") }
        : new Cell(".", 0);
}
