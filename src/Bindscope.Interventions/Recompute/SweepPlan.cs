using System.Collections.Immutable;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>What a request needs, worked out once: sites to keep, logits to compute, rows at a time.</summary>
internal sealed class SweepPlan
{
    /// <summary>Tokens of a piece of work: enough for the products to run at speed, few enough for the buffers to stay in the cache.</summary>
    private const int TokensAtOnce = 512;

    internal SweepPlan(ModelSpec spec, SweepRequest request)
    {
        ImmutableArray<Intervention> all = [.. request.Cells.SelectMany(cell => cell.Interventions)];
        Sites = [.. all.SelectMany(one => Slots.SitesOf(one, spec)).Distinct()];
        SourceSites = [.. all.Where(Slots.NeedsSource).SelectMany(one => Slots.SitesOf(one, spec)).Distinct()];
        bool allLogits = Sites.Any(site => site.Kind == SiteKind.Logits);
        Columns = allLogits ? [.. Enumerable.Range(0, spec.Vocabulary)] : request.ReadOut.Columns;
        Wanted = allLogits ? request.ReadOut.Columns : [.. Enumerable.Range(0, Columns.Length)];
        Tokens = Math.Max(TokensAtOnce, request.Base.Length);
    }

    /// <summary>Sites of all interventions.</summary>
    internal ImmutableArray<Site> Sites { get; }

    /// <summary>Those whose source values are needed.</summary>
    internal ImmutableArray<Site> SourceSites { get; }

    /// <summary>Token ids whose logits are computed: all of them where logits are intervened on.</summary>
    internal ImmutableArray<int> Columns { get; }

    /// <summary>Where among <see cref="Columns"/> the read-out's are.</summary>
    internal ImmutableArray<int> Wanted { get; }

    /// <summary>Tokens of a piece of work.</summary>
    internal int Tokens { get; }

    /// <summary>How many rows fit into the budget at once, 1 at least.</summary>
    internal int RowsAtOnce(PackedModel model, SweepRequest request, SweepOptions options)
    {
        const long BytesOfAnItem = 256;
        long row = BaseStore.BytesPerRow(model) + Captures.BytesPerRow(model, Sites) + Captures.BytesPerRow(model, SourceSites)
            + (request.Cells.Length * BytesOfAnItem);
        long left = options.MemoryBytes - (options.Workers * Tokens * Workspace.BytesPerToken(model));
        return (int)Math.Clamp(left / row, 1, request.Base.Count);
    }
}
