using System.Collections.Immutable;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>The sites that a request needs, worked out once.</summary>
internal sealed class SweepPlan
{
    private const long BytesOfAnItem = 256;

    internal SweepPlan(ModelSpec spec, SweepRequest request)
    {
        Intervention[] all = [.. request.Cells.SelectMany(cell => cell.Interventions)];
        Sites = [.. all.SelectMany(one => Slots.SitesOf(one, spec)).Distinct()];
        SourceSites = [.. all.Where(Slots.NeedsSource).SelectMany(one => Slots.SitesOf(one, spec)).Distinct()];
    }

    /// <summary>Sites of all interventions.</summary>
    internal ImmutableArray<Site> Sites { get; }

    /// <summary>Those whose source values are needed.</summary>
    internal ImmutableArray<Site> SourceSites { get; }

    /// <summary>Token ids whose logits are to be computed, from the first to the last that is wanted: all where logits are intervened on.</summary>
    internal static Range Columns(ModelSpec spec, SweepRequest request) =>
        request.Cells.Any(cell => cell.Interventions.Any(one => Slots.PlaceOf(one)?.Kind == SiteKind.Logits))
            ? new Range(0, spec.Vocabulary)
            : new Range(request.ReadOut.Columns.Min(), request.ReadOut.Columns.Max() + 1);

    /// <summary>Bytes that a row of the request takes while it is worked on.</summary>
    internal long BytesPerRow(SweepModel model, SweepRequest request) =>
        BaseStore.BytesPerRow(model) + Captures.BytesPerRow(model, Sites) + Captures.BytesPerRow(model, SourceSites)
        + (request.Cells.Length * BytesOfAnItem);
}
