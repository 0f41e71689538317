using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Patching;

/// <summary>Sums a sweep up, cell by cell.</summary>
internal static class EffectCells
{
    /// <summary>Every cell of a sweep that some program has.</summary>
    /// <param name="result">The sweep; its cells are <paramref name="cells"/>.</param>
    /// <param name="pairs">Its rows.</param>
    /// <param name="cells">What was patched.</param>
    /// <param name="measure">How much is told of each cell.</param>
    internal static ImmutableArray<EffectCell> Of(
        SweepResult result, IReadOnlyList<ProgramPair> pairs, IReadOnlyList<PatchCell> cells, Measure measure)
    {
        var bootstraps = new Bootstraps();
        var summaries = ImmutableArray.CreateBuilder<EffectCell>(cells.Count);
        for (int cell = 0; cell < cells.Count; cell++)
        {
            int[] rows = [.. Enumerable.Range(0, pairs.Count).Where(row => RoleSweep.PositionsOf(pairs[row], cells[cell].Role).To >= 0)];
            if (rows.Length == 0)
            {
                continue;
            }

            summaries.Add(Summary(result, pairs, cell, cells[cell], rows, bootstraps[rows.Length], measure));
        }

        return summaries.ToImmutable();
    }

    private static EffectCell Summary(
        SweepResult result,
        IReadOnlyList<ProgramPair> pairs,
        int number,
        PatchCell cell,
        int[] rows,
        Bootstrap bootstrap,
        Measure measure)
    {
        (int successes, int kept) = (0, 0);
        var halves = new int[2];
        foreach (int row in rows)
        {
            int top = LogitMetrics.Top(result.Logits(number, row));
            bool turned = top == pairs[row].SourceExecution.Value;
            successes += turned ? 1 : 0;
            halves[row % 2] += turned ? 1 : 0;
            kept += top == pairs[row].BaseExecution.Value ? 1 : 0;
        }

        return new EffectCell(
            cell.Site.Layer,
            cell.Head,
            cell.Role,
            Proportion.OfCounts(successes, rows.Length),
            Proportion.OfCounts(kept, rows.Length),
            Mean((patched, _, before, after) => LogitMetrics.Difference(patched, after, before)),
            Mean((patched, unpatched, before, after) =>
                LogitMetrics.Difference(patched, after, before) - LogitMetrics.Difference(unpatched, after, before)),
            measure == Measure.Effect
                ? null
                : new LogitMeans(
                    Mean((patched, _, _, after) => patched[after]),
                    Mean((patched, _, before, _) => patched[before]),
                    Mean((patched, _, _, after) => LogitMetrics.Probability(patched, after)),
                    Mean((patched, unpatched, _, _) => LogitMetrics.Divergence(unpatched, patched))),
            Half(0),
            Half(1));

        Proportion? Half(int half) => measure == Measure.Effect || rows.All(row => row % 2 != half)
            ? null
            : Proportion.OfCounts(halves[half], rows.Count(row => row % 2 == half));

        Estimate Mean(Reading reading) => bootstrap.Mean(Array.ConvertAll(rows, row => reading(
            result.Logits(number, row), result.Base(row), pairs[row].BaseExecution.Value, pairs[row].SourceExecution.Value)));
    }

    /// <summary>A number of one program: its patched and base run's logits, base's and source's answer.</summary>
    private delegate double Reading(ReadOnlySpan<float> patched, ReadOnlySpan<float> unpatched, int before, int after);
}

/// <summary>The digits' logits and probabilities in the patched runs of a place, as means over programs.</summary>
/// <param name="New">logit(source's answer).</param>
/// <param name="Original">logit(base's answer).</param>
/// <param name="Probability">Of the source's answer, given that the model says a digit; 0 to 1.</param>
/// <param name="Divergence">Kullback-Leibler divergence KL(base run || patched run) of the ten digits' probabilities, in nats.</param>
public sealed record LogitMeans(Estimate New, Estimate Original, Estimate Probability, Estimate Divergence);

/// <summary>How much is told of each cell of a sweep.</summary>
internal enum Measure
{
    /// <summary>Success and effect.</summary>
    Effect,

    /// <summary>The means of logits, probabilities and divergences too.</summary>
    Logits,
}

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
