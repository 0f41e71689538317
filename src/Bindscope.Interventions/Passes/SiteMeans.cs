using System.Collections.Immutable;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Passes;

/// <summary>Means of activations over a set of runs, for mean ablation.</summary>
public static class SiteMeans
{
    private const int BlockRows = 64;

    /// <summary>The mean of a place's vectors over all rows and all of its positions, for every layer and head of it.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="rows">The runs.</param>
    /// <param name="place">What is averaged.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    /// <returns>One mean for each layer and head; no mean where no row has a position.</returns>
    /// <exception cref="Errors.UserException">The place does not fit the model.</exception>
    public static ImmutableArray<SiteMean> Over(
        Transformer model, TokenRows rows, Place place, CancellationToken cancellation = default)
    {
        var zero = new Intervention.Zero(place);
        InterventionProblems.RequireNone([zero], model.Spec, rows.Count, rows.Length, hasSource: false);
        Site[] sites = [.. Slots.SitesOf(zero, model.Spec)];
        var sums = new SortedDictionary<(int Layer, int Head), (double[] Sum, long Count)>();
        for (int first = 0; first < rows.Count; first += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BlockRows, rows.Count - first);
            var recorder = new ActivationRecorder(sites.Contains);
            model.Forward(rows.Some(first, count), new SequenceLayout(rows.Length), recorder);
            foreach (Slot slot in Enumerable.Range(first, count).SelectMany(row => Slots.Of(zero, model.Spec, row, rows.Length)))
            {
                AddTo(sums, slot with { Row = slot.Row - first }, recorder[slot.Site], model.Spec, rows.Length);
            }
        }

        return [.. sums.Select(pair => new SiteMean(
            pair.Key.Layer, pair.Key.Head, [.. pair.Value.Sum.Select(sum => (float)(sum / pair.Value.Count))]))];
    }

    /// <summary>The same interventions, with the means that were left out.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="rows">The runs that are averaged over.</param>
    /// <param name="interventions">Any; those that say their means are left as they are.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    /// <exception cref="Errors.UserException">A place without means does not fit the model.</exception>
    public static ImmutableArray<Intervention> Filled(
        Transformer model, TokenRows rows, ImmutableArray<Intervention> interventions, CancellationToken cancellation = default) =>
    [
        .. interventions.Select(one => one is Intervention.Mean { Means.IsEmpty: true } mean
            ? mean with { Means = Over(model, rows, mean.Where, cancellation) }
            : one),
    ];

    private static void AddTo(
        SortedDictionary<(int Layer, int Head), (double[] Sum, long Count)> sums, Slot slot, Tensor value, ModelSpec spec, int length)
    {
        Span<float> vector = SiteVectors.Of(value, slot.Site.Kind, spec, length, slot.Row, slot.Position, slot.Head);
        (int Layer, int Head) key = (slot.Site.Layer, SiteVectors.HasHeads(slot.Site.Kind) ? slot.Head + 1 : 0);
        (double[] sum, long count) = sums.GetValueOrDefault(key, (new double[vector.Length], 0));
        for (int i = 0; i < vector.Length; i++)
        {
            sum[i] += vector[i];
        }

        sums[key] = (sum, count + 1);
    }
}
