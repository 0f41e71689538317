using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using TorchSharp;
using static TorchSharp.torch;

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
        var sums = new SortedDictionary<(int Layer, int Head), (double[] Sum, long Count)>();
        using IDisposable quiet = no_grad();
        for (int first = 0; first < rows.Count; first += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BlockRows, rows.Count - first);
            using DisposeScope scope = NewDisposeScope();
            using var tap = new RecordingTap(Slots.SitesOf(zero, model.Spec));
            model.Forward(rows.ToTensor(first, count, model.Device), tap);
            IEnumerable<Slot> slots = Enumerable.Range(first, count).SelectMany(row => Slots.Of(zero, model.Spec, row, rows.Length));
            foreach (IGrouping<Site, Slot> group in slots.GroupBy(slot => slot.Site))
            {
                using Tensor value = tap[group.Key].cpu().contiguous();
                ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(value.bytes);
                foreach (Slot slot in group)
                {
                    AddTo(sums, slot with { Row = slot.Row - first }, numbers, model.Spec, rows.Length);
                }
            }
        }

        return [.. sums.Select(pair => new SiteMean(
            pair.Key.Layer, pair.Key.Head, [.. pair.Value.Sum.Select(sum => (float)(sum / pair.Value.Count))]))];
    }

    private static void AddTo(
        SortedDictionary<(int Layer, int Head), (double[] Sum, long Count)> sums,
        Slot slot,
        ReadOnlySpan<float> numbers,
        ModelSpec spec,
        int length)
    {
        SiteKind kind = slot.Site.Kind;
        int width = SiteVectors.Width(kind, spec, length);
        ReadOnlySpan<float> vector = numbers.Slice(SiteVectors.Start(kind, spec, length, slot.Row, slot.Position, slot.Head), width);
        (int Layer, int Head) key = (slot.Site.Layer, SiteVectors.HasHeads(kind) ? slot.Head + 1 : 0);
        (double[] sum, long count) = sums.GetValueOrDefault(key, (new double[width], 0));
        for (int i = 0; i < width; i++)
        {
            sum[i] += vector[i];
        }

        sums[key] = (sum, count + 1);
    }
}
