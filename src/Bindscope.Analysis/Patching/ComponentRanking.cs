using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Model;

namespace Bindscope.Analysis.Patching;

/// <summary>
/// Ranks heads and MLPs and says which hop each serves. Programs with the answer on the first two lines are left out where there are
/// others:
/// there the retained heuristics answer as well, and their heads would look like parts of the circuit.
/// </summary>
internal static class ComponentRanking
{
    /// <summary>Ranks.</summary>
    /// <param name="groups">The sweep.</param>
    /// <param name="site">What of each head was patched; null for what it writes.</param>
    internal static ImmutableArray<ComponentRank> Of(IReadOnlyList<GroupEffects> groups, SiteKind? site = null)
    {
        GroupEffects[] later = [.. groups.Where(group => group.AnswerLine == AnswerLineGroup.Later)];
        GroupEffects[] used = later.Length > 0 ? later : [.. groups];
        return
        [
            .. used.SelectMany(group => group.Cells.Select(cell =>
                    (cell.Layer, cell.Head, Effect: new RoleEffect(cell.Role, group.Hops, cell.Effect, cell.Success.Value))))
                .GroupBy(item => (item.Layer, item.Head), item => item.Effect)
                .Select(component => Rank(component.Key.Layer, component.Key.Head, [.. component], site))
                .OrderByDescending(rank => rank.Strongest.Effect.Value),
        ];
    }

    /// <summary>What a part that writes the digit to a token does for the route; or whose key or value of the token is read.</summary>
    internal static string Serves(TokenRole role, SiteKind? site = null) => role switch
    {
        _ when HeadSiteForm.IsOfKey(site) => $"reads from {role}",
        { Kind: TokenRoleKind.ChainRight, Offset: > 0 } => $"storage of depth {role.Number}, {role.Offset} after it",
        { Kind: TokenRoleKind.ChainRight, Number: 1 } => "the root itself",
        { Kind: TokenRoleKind.ChainRight } => $"hop {role.Number - 1}: depth {role.Number - 1} to {role.Number}",
        { Kind: TokenRoleKind.QueryVariable } => "to the query variable",
        _ => "last step, to the colon",
    };

    private static ComponentRank Rank(int layer, int head, RoleEffect[] effects, SiteKind? site)
    {
        RoleEffect strongest = effects.MaxBy(effect => effect.Effect.Value)!;
        ImmutableArray<RoleEffect> byRole =
        [
            .. effects.GroupBy(effect => effect.Role)
                .Select(role => role.MaxBy(effect => effect.Hops)!)
                .OrderByDescending(effect => effect.Effect.Value),
        ];
        return new ComponentRank(layer, head, strongest, Serves(strongest.Role, site), byRole);
    }
}

/// <summary>A head or an MLP, and where patching it matters most.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based; 0 for an MLP.</param>
/// <param name="Strongest">Where its effect is largest, over all tokens and hops.</param>
/// <param name="Serves">
/// The part of the route that it serves, in words: a head that writes the digit to the chain line of depth 2 makes the first hop.
/// </param>
/// <param name="ByRole">Its effect at every token in the programs with most hops that have it, strongest first.</param>
public sealed record ComponentRank(int Layer, int Head, RoleEffect Strongest, string Serves, ImmutableArray<RoleEffect> ByRole);
