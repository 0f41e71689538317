using Bindscope.Analysis.Description;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Mechanisms.Growth;

/// <summary>Mechanisms over training as tables: since when, and the same places at every checkpoint.</summary>
internal static class MechanismGrowthViews
{
    internal static IEnumerable<View> Of(MechanismGrowthResult result) =>
    [
        View.Of(
            $"since when each token brings what it brings at the end (its share stays at half of the final one), at the layer where it does most, from 2 on",
            ["hops", "line of depth", "token", "layer", "brings", "finally, %", "not yet at", "from step", "earliest", "latest"],
            result.Since.Select(one => (IEnumerable<Cell>)
            [
                one.Hops, one.Depth, one.Place, one.Layer, Cell.Words(one.Mechanism), Cell.Percent(one.Final), one.After, one.Step, one.Low, one.High,
            ])),
        .. result.Since.GroupBy(one => (one.Hops, one.Depth)).OrderBy(group => group.Key)
            .Select(group => Map(result, group.Key.Hops, group.Key.Depth, [.. group])),
        View.Of(
            $"the queried name assigned again, in the same programs",
            ["step", "assigned again", "right, %", "a value it had before, %", "the same digits without it, %", "the latest, of all that it has or had, %"],
            from at in result.Checkpoints
            from one in at.Overwritten
            select (IEnumerable<Cell>)
            [
                at.Step, one.Again, Cell.PercentOf(one.Right), Cell.Percent(one.Stale), Cell.Percent(one.StaleBefore),
                one.Again > 0 ? Cell.PercentOf(one.Latest()) : (Cell)"",
            ]).Named("overwritten"),
    ];

    private static View Map(MechanismGrowthResult result, int hops, int depth, MechanismSince[] followed)
    {
        int at = result.Groups.IndexOf(result.Groups.Single(one => one.Hops == hops && one.Depth == depth));
        MechanismPrograms group = result.Groups[at];
        (int Layer, string Place)[] places = [.. followed.Select(one => (one.Layer, one.Place)).Distinct()];
        return View.Of(
            $"{Execution.HopsInWords(hops)}, the line of depth {depth} moved: of {group.Programs} programs those solved; value, line, name, itself in %",
            ["step", "solved, %", .. places.Select(place => $"({place.Layer}, {place.Place})")],
            result.Checkpoints.Select(checkpoint => (IEnumerable<Cell>)
            [
                checkpoint.Step,
                Cell.Percent(checkpoint.Maps[at].Solved),
                .. places.Select(place =>
                {
                    MechanismShares? cell = checkpoint.Maps[at].Cells.SingleOrDefault(one => one.Layer == place.Layer && one.Place == place.Place);
                    return (Cell)(cell is null ? "" : string.Join(" ", MechanismMixture.Carried.Select(which => Cell.Percent(cell.Of(which).Value).Text)));
                }),
            ]));
    }
}
