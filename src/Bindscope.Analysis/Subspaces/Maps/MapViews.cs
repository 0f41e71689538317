using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Subspaces.Maps;

/// <summary>How well each map shows its subspace, as a table; the points are in the result alone.</summary>
internal static class MapViews
{
    internal static IEnumerable<View> Of(SubspaceMap result)
    {
        yield return View.Of(
            $"maps of {result.Classes.Length} tokens entering layer {result.Layer}; the points are in result.json",
            [
                "step", "components", "nearest to own class's mean, %", "shown in two dimensions, %", "disparity to the last", "trustworthiness", "of UMAP",
            ],
            result.Checkpoints.Select(map => (IEnumerable<Cell>)
            [
                map.Step,
                map.Components.Length,
                Cell.Percent(map.NearestCentre),
                Cell.Percent(map.Shown),
                Cell.Number(map.Disparity),
                Cell.Number(map.PlaneTrustworthiness),
                Cell.Number(map.Trustworthiness),
            ]));
    }
}
