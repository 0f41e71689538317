using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Roles;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Development;

/// <summary>
/// Chooses the cells to follow from the last checkpoint's own sweep. A token that the digit passes through shows success over a range of
/// layers; the last of them says when it is handed on, the strongest that it is there at all. Each number of hops chooses for itself:
/// what only one-hop programs use would drown in a mean over all.
/// </summary>
internal static class CellChoice
{
    /// <summary>A cell whose success is below this share of its role's best no longer holds the digit.</summary>
    private const double HandedOn = 0.5;

    /// <summary>Success below this says that the digit does not pass there.</summary>
    private const double Passes = 0.2;

    /// <summary>By so much an early answer has to be ahead.</summary>
    private const double Ahead = 0.1;

    /// <summary>Success below this at a token after a right-hand side says that the digit is not kept there.</summary>
    private const double Stores = 0.3;

    /// <summary>The cells, heuristic and short cut first, then in the order of the digit's way.</summary>
    /// <param name="groups">The residual sweep of the last checkpoint.</param>
    internal static ImmutableArray<FollowedCell> Of(IReadOnlyList<GroupCells> groups)
    {
        GroupCells[] later = [.. groups.Where(group => group.AnswerLine == AnswerLineGroup.Later)];
        GroupCells[] circuit = later.Length > 0 ? later : [.. groups];
        var cells = ImmutableArray.CreateBuilder<FollowedCell>();
        if (later.Length > 0 && later.Length < groups.Count)
        {
            cells.Add(Heuristic(groups, later));
            cells.AddRange(Early(groups, later)
                .Where(cell => cell.Later.Success.Value < Ahead && cell.Cell.Role != TokenRole.Colon)
                .Take(1)
                .Select(cell => new FollowedCell(
                    cell.Cell.Layer, cell.Cell.Role, "short cut: with the answer on lines 1 or 2 the digit is here, else it is not")));
        }

        IEnumerable<TokenRole> roles = circuit.SelectMany(group => group.Cells.Select(cell => cell.Role)).Distinct();
        foreach (TokenRole role in roles.OrderBy(Order))
        {
            cells.AddRange(circuit.OrderBy(group => group.Hops).SelectMany(group => OfRole(group, role)));
        }

        return [.. cells.DistinctBy(cell => (cell.Layer, cell.Role))];
    }

    /// <summary>The cells of a token in programs with some number of hops: where it is strongest, and the last before the digit is handed on.</summary>
    private static IEnumerable<FollowedCell> OfRole(GroupCells group, TokenRole role)
    {
        // At the root's token before layer 1 success is certain, since nothing else differs: that cell would tell nothing.
        (int Layer, double Success)[] byLayer =
            [.. ByLayer([group], role).Where(cell => cell.Layer > 1 || role != TokenRole.Right(1))];
        double best = byLayer.Select(layer => layer.Success).DefaultIfEmpty().Max();
        if (best < (role.Offset > 0 ? Stores : Passes))
        {
            yield break;
        }

        int strongest = byLayer.Last(layer => layer.Success >= best).Layer;
        int last = byLayer.Last(layer => layer.Success >= HandedOn * best).Layer;
        string by = FormattableString.Invariant($"with {Execution.HopsInWords(group.Hops)}");
        yield return new FollowedCell(strongest, role, $"strongest {by}");
        if (last != strongest)
        {
            yield return new FollowedCell(last, role, $"last before it is handed on {by}");
        }
    }

    /// <summary>Success at each layer, pooled over groups.</summary>
    internal static IEnumerable<(int Layer, double Success)> ByLayer(IEnumerable<GroupCells> groups, TokenRole role) =>
        groups.SelectMany(group => group.Cells).Where(cell => cell.Role == role)
            .GroupBy(cell => cell.Layer)
            .OrderBy(layer => layer.Key)
            .Select(layer => (
                layer.Key,
                layer.Sum(cell => cell.Success.Value * cell.Success.Programs) / layer.Sum(cell => cell.Success.Programs)));

    private static FollowedCell Heuristic(IReadOnlyList<GroupCells> groups, GroupCells[] later) =>
        Early(groups, later).FirstOrDefault(cell => cell.Cell.Role == TokenRole.Colon) is ({ } ahead, _)
            ? new FollowedCell(ahead.Layer, TokenRole.Colon, "heuristic: answers on lines 1 or 2 are furthest ahead here")
            : new FollowedCell(
                Math.Min(2, later[0].Cells.Max(cell => cell.Layer)),
                TokenRole.Colon,
                "the paper's heuristic cell; no early route is left at the last checkpoint");

    /// <summary>
    /// Cells at which programs with the answer on line 1 or 2 are ahead of those with as many hops and a later one, beyond both intervals;
    /// furthest first. The digit cannot be anywhere else than at its root before the first layer.
    /// </summary>
    private static IEnumerable<(EffectCell Cell, EffectCell Later)> Early(IReadOnlyList<GroupCells> groups, GroupCells[] later) =>
        from early in groups.Except(later)
        from other in later
        where other.Hops == early.Hops
        from cell in early.Cells
        where cell.Layer > 1 && cell.Role != TokenRole.Right(1)
        from counterpart in other.Cells
        where counterpart.Layer == cell.Layer && counterpart.Role == cell.Role
            && cell.Success.Low > counterpart.Success.High && cell.Success.Value - counterpart.Success.Value >= Ahead
        orderby cell.Success.Value - counterpart.Success.Value descending
        select (cell, counterpart);

    private static int Order(TokenRole role) => role.Kind == TokenRoleKind.ChainRight ? (10 * role.Number) + role.Offset : 1000 + (int)role.Kind;
}

/// <summary>A residual sweep of one group of programs, as the choice of cells needs it.</summary>
internal sealed record GroupCells(int Hops, AnswerLineGroup AnswerLine, ImmutableArray<EffectCell> Cells);

/// <summary>Parts a group's programs: some choose the cells, on the others the cells are followed. Of too few, half each; one serves both.</summary>
internal static class ProgramHalves
{
    /// <summary>The programs on which cells are followed: the first ones.</summary>
    internal static PairGroup Followed(PairGroup group, int programs) => group with { Pairs = group.Pairs[..Count(group, programs)] };

    /// <summary>The programs that choose the cells: those after them.</summary>
    internal static PairGroup Choosing(PairGroup group, int programs) =>
        group.Pairs.Length == 1 ? group : group with { Pairs = group.Pairs[Count(group, programs)..] };

    private static int Count(PairGroup group, int programs) => Math.Min(programs, (group.Pairs.Length + 1) / 2);
}
