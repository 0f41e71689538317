using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Mechanisms.Growth;

/// <summary>What tokens bring at every checkpoint: plain data, as <c>analyses/mechanism-growth/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Groups">The programs, by hops and depth of the line that the sources change.</param>
/// <param name="Checkpoints">Every checkpoint, in the order of training.</param>
/// <param name="Since">From when each token brings what it brings at the end, in the order of training.</param>
public sealed record MechanismGrowthResult(
    int Format,
    int Layers,
    ImmutableArray<MechanismPrograms> Groups,
    ImmutableArray<MechanismsAtStep> Checkpoints,
    ImmutableArray<MechanismSince> Since)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>The programs of one map, the same at every checkpoint.</summary>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="Depth">The depth of the line that stands elsewhere and binds another name in the sources; 1 is the root.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Possible">Of those, the ones that have such sources.</param>
/// <param name="Programs">Of those, the ones that are used: the last checkpoint solves base and both sources.</param>
public sealed record MechanismPrograms(int Hops, int Depth, int Tried, int Possible, int Programs);

/// <summary>One checkpoint.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Maps">As many as the result has groups, in their order.</param>
/// <param name="Overwritten">What assigning the queried name again does here, by how often; empty where the test set has no such programs.</param>
public sealed record MechanismsAtStep(int Step, ImmutableArray<MechanismMapAtStep> Maps, ImmutableArray<OverwrittenName> Overwritten);

/// <summary>One map at one checkpoint.</summary>
/// <param name="Solved">Share of the programs that this checkpoint solves, base and both sources.</param>
/// <param name="Cells">Of these: by layer, and then in the order of the text; the control, a token off the chain, last of each layer. None where nothing
/// is solved.</param>
public sealed record MechanismMapAtStep(Proportion Solved, ImmutableArray<MechanismShares> Cells);

/// <summary>What a vector brings, on entering a layer, as in <see cref="MechanismCell"/>.</summary>
/// <param name="Layer">The layer entered, 1-based.</param>
/// <param name="Place">The token by its role; <c>other token</c> for one off the chain.</param>
/// <param name="Value">The digit itself.</param>
/// <param name="Line">Where the line stands.</param>
/// <param name="Name">What the line binds.</param>
/// <param name="Self">The digit as something to look for.</param>
/// <param name="Kept">Nothing: the base's answer stays.</param>
/// <param name="Other">Any digit.</param>
public sealed record MechanismShares(
    int Layer, string Place, Estimate Value, Estimate Line, Estimate Name, Estimate Self, double Kept, double Other)
{
    /// <summary>The share of one of the first four mechanisms.</summary>
    /// <param name="mechanism">Which.</param>
    internal Estimate Of(Mechanism mechanism) => mechanism switch
    {
        Mechanism.Value => Value,
        Mechanism.Line => Line,
        Mechanism.Name => Name,
        _ => Self,
    };
}

/// <summary>From when a token has what it has at the last checkpoint.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="Depth">The depth of the line that it brings.</param>
/// <param name="Place">The token by its role.</param>
/// <param name="Layer">The layer entered, from 2 on, in which its share is largest at the last checkpoint.</param>
/// <param name="Mechanism">What it brings in half of the programs or more: one of the first four.</param>
/// <param name="Final">Its share at the last checkpoint.</param>
/// <param name="After">The last checkpoint before; null where it is there from the first checkpoint on.</param>
/// <param name="Step">The first checkpoint from which the share stays at half of its final value or above.</param>
/// <param name="Low">The same by the upper ends of the intervals: it may be there as early as this.</param>
/// <param name="High">The same by the lower ends: it is surely there by this; null where the last checkpoint's interval is too wide.</param>
public sealed record MechanismSince(
    int Hops, int Depth, string Place, int Layer, Mechanism Mechanism, Estimate Final, int? After, int Step, int Low, int? High);

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
