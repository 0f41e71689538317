using System.Collections.Immutable;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Passes;

/// <summary>
/// Finds what a receiver of a path computes when one sender alone is the source's, so that the path is then a replacement like any other: the
/// residual stream that the receiver reads in the base run, with the sender's part of it exchanged.
/// </summary>
/// <remarks>
/// The residual stream is a sum, so exchanging one part of it is adding the difference of source and base. Receivers read their own token
/// alone (attention mixes tokens after queries, keys and values are made), so all tokens are done in one pass.
/// </remarks>
internal static class PathPatches
{
    private const int BlockRows = 64;

    /// <summary>The sum that a receiver reads; null where a kind reads none by itself.</summary>
    internal static SiteKind? SumRead(SiteKind receiver) => receiver switch
    {
        SiteKind.AttentionQ or SiteKind.AttentionK or SiteKind.AttentionV => SiteKind.ResidualIn,
        SiteKind.MlpHidden or SiteKind.MlpOut => SiteKind.ResidualMid,
        SiteKind.Logits => SiteKind.ResidualOut,
        _ => null,
    };

    /// <summary>The same request with each path as the vectors that it puts in.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">Already checked.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    internal static SweepRequest Resolved(Transformer model, SweepRequest request, CancellationToken cancellation)
    {
        bool hasPaths = request.Cells.Any(cell => cell.Interventions.Any(one => one is Intervention.PatchPath));
        return hasPaths ? request with { Cells = [.. request.Cells.Select(Without)] } : request;

        SweepCell Without(SweepCell cell) => new(
            [.. cell.Interventions.SelectMany(one => one is Intervention.PatchPath path ? Replacements(model, request, path, cancellation) : [one])]);
    }

    private static Intervention[] Replacements(Transformer model, SweepRequest request, Intervention.PatchPath path, CancellationToken cancellation)
    {
        (TokenRows rows, ModelSpec spec) = (request.Base, model.Spec);
        Site[] receivers = [.. Slots.SitesOf(path, spec)];
        int[] heads = [.. Slots.Heads(path.Where.Kind, path.Where.Heads, spec)];
        int width = SiteVectors.Width(path.Where.Kind, spec, rows.Length);
        int most = Enumerable.Range(0, rows.Count).Max(row => path.Where.Positions.Of(row, rows.Length).Length);
        var found = new Dictionary<(Site Receiver, int Head, int Index), ImmutableArray<float>[]>();
        for (int first = 0; first < rows.Count; first += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BlockRows, rows.Count - first);
            Tensor change = Change(model, request, path.Sender, first, count); // [B, T, D]
            foreach (Site receiver in receivers)
            {
                var tap = new DirectTap(new Site(SumRead(receiver.Kind)!.Value, receiver.Layer == 0 ? spec.Layers : receiver.Layer), receiver, change);
                model.Forward(rows.Some(first, count), new SequenceLayout(rows.Length), tap);
                for (int row = first; row < first + count; row++)
                {
                    Keep(receiver, row, tap.Received!, path.Where.Positions.Of(row, rows.Length), first);
                }
            }
        }

        return
        [
            .. from receiver in receivers
               from head in heads
               from index in Enumerable.Range(0, most)
               let positions = Enumerable.Range(0, rows.Count).Select(row => path.Where.Positions.Of(row, rows.Length))
                   .Select(own => index < own.Length ? own[index] : -1)
               select new Intervention.ReplaceWithEach(
                   Place.At(receiver, TokenPositions.At(positions), SiteVectors.HasHeads(receiver.Kind) ? head + 1 : 0), [.. found[(receiver, head, index)]]),
        ];

        void Keep(Site receiver, int row, Tensor value, ImmutableArray<int> positions, int first)
        {
            foreach (int head in heads)
            {
                for (int index = 0; index < most; index++)
                {
                    if (!found.TryGetValue((receiver, head, index), out ImmutableArray<float>[]? vectors))
                    {
                        // A row that has fewer tokens than others is left alone there, and needs a vector of the right width all the same.
                        found.Add((receiver, head, index), vectors = [.. Enumerable.Repeat<ImmutableArray<float>>([.. new float[width]], rows.Count)]);
                    }

                    if (index < positions.Length)
                    {
                        vectors[row] = [.. SiteVectors.Of(value, receiver.Kind, spec, rows.Length, row - first, positions[index], head)];
                    }
                }
            }
        }
    }

    /// <summary>What the sender writes in the source run minus what it writes in the base run, at every token of a block of rows.</summary>
    private static Tensor Change(Transformer model, SweepRequest request, PathSender sender, int first, int count)
    {
        (int length, ModelSpec spec) = (request.Base.Length, model.Spec);
        var site = new Site(sender.Kind, sender.Layer);
        Tensor own = Written(request.Base), other = Written(request.Source!);
        Tensor change = new(count * length, spec.Width);
        for (int row = 0; row < count; row++)
        {
            for (int position = 0; position < length; position++)
            {
                Span<float> a = SiteVectors.Of(own, site.Kind, spec, length, row, position, Math.Max(0, sender.Head - 1));
                Span<float> b = SiteVectors.Of(other, site.Kind, spec, length, row, position, Math.Max(0, sender.Head - 1));
                Span<float> into = SiteVectors.Of(change, SiteKind.ResidualIn, spec, length, row, position, 0);
                for (int i = 0; i < into.Length; i++)
                {
                    into[i] = b[i] - a[i];
                }
            }
        }

        return change;

        Tensor Written(TokenRows rows)
        {
            var recorder = new ActivationRecorder(one => one == site);
            model.Forward(rows.Some(first, count), new SequenceLayout(length), recorder);
            return recorder[site];
        }
    }

    /// <summary>Adds something to a sum, and keeps what a receiver makes of it.</summary>
    private sealed class DirectTap(Site sum, Site receiver, Tensor change) : IActivationTap
    {
        internal Tensor? Received { get; private set; }

        public bool Wants(Site site) => site == sum || site == receiver;

        public Tensor? Visit(Site site, Tensor value)
        {
            if (site == receiver)
            {
                Received = value.Clone();
                return null;
            }

            Tensor changed = value.Clone();
            Span<float> into = changed.Values;
            for (int i = 0; i < into.Length; i++)
            {
                into[i] += change.Values[i];
            }

            return changed;
        }
    }
}
