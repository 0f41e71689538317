using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Paper.Evidence;

/// <summary>Reads off a sweep over heads which of them make each hop of the digit, and the last step to the colon.</summary>
internal static class HopHeads
{
    /// <summary>The tokens at which a hop ends, in the digit's order: right-hand sides of depth 2, 3, ..., then the colon.</summary>
    internal static (TokenRole Role, string Step)[] Steps(PatchResult sweep) =>
    [
        .. sweep.Ranking.SelectMany(rank => rank.ByRole).Select(effect => effect.Role).Distinct()
            .Where(role => role is { Kind: TokenRoleKind.ChainRight, Offset: 0, Number: > 1 }).OrderBy(role => role.Number)
            .Select(role => (role, $"hop {role.Number - 1}")),
        (TokenRole.Colon, "last step"),
    ];

    /// <summary>Whether a head does anything worth the name there: half a logit or more, and surely more than nothing.</summary>
    internal static bool Matters(RoleEffect effect) => effect.Effect is { Value: >= 0.5, Low: > 0 };

    /// <summary>
    /// The same, and at least a tenth of what the strongest head does anywhere: how large a logit is differs from model to model. The strongest of many
    /// heads is chosen on the programs that it is judged by, so the interval is one that holds for all heads at once.
    /// </summary>
    internal static bool Matters(PatchResult sweep, RoleEffect effect)
    {
        Estimate all = effect.Effect;
        double low = all.Value - (Measure.Wider(Math.Max(1, sweep.Layers * sweep.Heads)) * (all.Value - all.Low));
        return Matters(effect with { Effect = all with { Low = low } })
            && all.Value >= 0.1 * sweep.Ranking.SelectMany(rank => rank.ByRole).Select(one => one.Effect.Value).DefaultIfEmpty().Max();
    }

    /// <summary>Every head's effect at a token.</summary>
    internal static IEnumerable<(ComponentRank Head, RoleEffect Effect)> At(PatchResult sweep, TokenRole role) =>
        sweep.Ranking.SelectMany(rank => rank.ByRole.Where(effect => effect.Role == role).Select(effect => (rank, effect)));

    /// <summary>The strongest head of each step.</summary>
    internal static (string Step, ComponentRank Head, RoleEffect Effect)[] Strongest(PatchResult sweep) =>
    [
        .. Steps(sweep).Select(step => (step.Step, Head: At(sweep, step.Role).MaxBy(head => head.Effect.Effect.Value)))
            .Select(step => (step.Step, step.Head.Head, step.Head.Effect)),
    ];
}
