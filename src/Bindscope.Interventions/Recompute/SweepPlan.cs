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

/// <summary>One changed run of one row.</summary>
/// <param name="Row">In the block of rows, 0-based.</param>
/// <param name="Cell">The cell, 0-based; -1 for the plain run.</param>
/// <param name="FirstLayer">The first layer in which something differs from the base run; 1-based, layers + 1 where only logits do.</param>
/// <param name="ReadOut">The position whose logits are wanted.</param>
/// <param name="Edits">In the order of a forward pass.</param>
/// <param name="Whole">Whether every token of every layer is computed, with nothing taken from the base run.</param>
internal sealed record WorkItem(int Row, int Cell, int FirstLayer, int ReadOut, Edit[] Edits, bool Whole)
{
    /// <summary>The last position that is computed before the last layer.</summary>
    internal int LastPosition(int length) => Whole ? length - 1 : ReadOut;

    /// <summary>Tokens that go through the first layer, at most.</summary>
    internal int TokenCount(int length) => Whole ? length : ReadOut + 1 - Edits.Min(edit => edit.Position);

    /// <summary>The edits of one layer; 0 for the logits.</summary>
    internal ReadOnlySpan<Edit> EditsOf(int layer)
    {
        int first = 0;
        while (first < Edits.Length && Edits[first].Site.Layer != layer)
        {
            first++;
        }

        int end = first;
        while (end < Edits.Length && Edits[end].Site.Layer == layer)
        {
            end++;
        }

        return Edits.AsSpan(first, end - first);
    }
}

/// <summary>Takes an item's logits, one for each column that the packed model computes.</summary>
internal delegate void ItemResult(WorkItem item, ReadOnlySpan<float> logits);
