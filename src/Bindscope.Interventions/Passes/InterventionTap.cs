using System.Collections.Immutable;
using Bindscope.Model;
using static TorchSharp.torch;

namespace Bindscope.Interventions.Passes;

/// <summary>
/// Does interventions to one forward pass, in the plainest way: at each site it gathers the vectors that are to change, changes them and
/// puts them into a copy. The reference for everything faster.
/// </summary>
internal sealed class InterventionTap : IActivationTap
{
    private readonly RecordingTap? source;
    private readonly Dictionary<Site, List<(Intervention Intervention, List<Slot> Slots)>> work = [];
    private readonly Action<Slot> onChange;
    private readonly int firstRow;

    /// <summary>Prepares a pass of a block of rows.</summary>
    /// <param name="interventions">Already checked.</param>
    /// <param name="spec">The model's shape.</param>
    /// <param name="rows">The rows of the block.</param>
    /// <param name="length">Tokens of a row.</param>
    /// <param name="source">Holds the sites of interventions that need a source; for the same block.</param>
    /// <param name="onChange">Told of each vector or edge that was really changed.</param>
    internal InterventionTap(
        IEnumerable<Intervention> interventions, ModelSpec spec, Range rows, int length, RecordingTap? source, Action<Slot> onChange)
    {
        this.source = source;
        this.onChange = onChange;
        int first = firstRow = rows.Start.Value;
        foreach (Intervention intervention in interventions)
        {
            IEnumerable<Slot> slots = Enumerable.Range(first, rows.End.Value - first)
                .SelectMany(row => Slots.Of(intervention, spec, row, length))
                .Select(slot => slot with { Row = slot.Row - first });
            foreach (IGrouping<Site, Slot> group in slots.GroupBy(slot => slot.Site))
            {
                if (!work.TryGetValue(group.Key, out List<(Intervention, List<Slot>)>? list))
                {
                    work.Add(group.Key, list = []);
                }

                list.Add((intervention, [.. group]));
            }
        }
    }

    public bool Wants(Site site) => work.ContainsKey(site);

    public Tensor? Visit(Site site, Tensor value)
    {
        foreach ((Intervention intervention, List<Slot> slots) in work[site])
        {
            Tensor before = value.index(Index(site.Kind, slots, slots.ConvertAll(slot => slot.Position))); // [n, W]
            Tensor after = intervention is Intervention.CutEdges or Intervention.PatchEdges
                ? WithEdges(intervention, site, slots, value, out before)
                : Changed(intervention, site, slots, before);
            if (SiteVectors.IsOverKeys(site.Kind))
            {
                Tensor keys = arange(value.size(3), device: value.device).unsqueeze(0); // [1, T]
                after = where(keys.le(Numbers(slots, slot => slot.Position, value.device).unsqueeze(1)), after, before); // [n, T]
            }

            Report(slots, before, after);
            value = value.clone().index_put_(after, Index(site.Kind, slots, slots.ConvertAll(slot => slot.Position)));
        }

        return value;
    }

    private Tensor Changed(Intervention intervention, Site site, List<Slot> slots, Tensor before)
    {
        Tensor FromSource() => source![site].index(Index(site.Kind, slots, slots.ConvertAll(slot => slot.From))); // [n, W]
        Tensor Each(ImmutableArray<ImmutableArray<float>> vectors) => stack(slots.Select(slot => Given(vectors[firstRow + slot.Row]))); // [n, W]
        Tensor Given(IEnumerable<float> vector) => tensor(vector.ToArray(), device: before.device); // [W]
        return intervention switch
        {
            Intervention.Patch => FromSource(),
            Intervention.ReplaceWith x => Given(x.Vector).expand_as(before),
            Intervention.ReplaceWithEach x => Each(x.Vectors),
            Intervention.Mean x => stack(slots.Select(slot => Given(x.Means.Single(
                one => one.Layer == site.Layer && one.Head == (SiteVectors.HasHeads(site.Kind) ? slot.Head + 1 : 0)).Vector))),
            Intervention.Zero => zeros_like(before),
            Intervention.Add x => before + (Given(x.Vector) * x.Scale),
            Intervention.AddEach x => before + (Each(x.Vectors) * x.Scale),
            Intervention.Project { Kept: KeptPart.Inside } x => Inside(before, x.Subspace),
            Intervention.Project x => before - Inside(before, x.Subspace),
            Intervention.SwapSubspace x => before + Inside(FromSource() - before, x.Subspace),
            _ => throw new InvalidOperationException($"no rule for {intervention.GetType().Name}"),
        };

        Tensor Inside(Tensor vectors, Subspace subspace)
        {
            Tensor basis = stack(subspace.Basis.Select(direction => Given(direction))); // [R, W]
            return vectors.matmul(basis.t()).matmul(basis); // [n, W]
        }
    }

    /// <summary>The rows of the pattern that the edges are in, before and after; one for each edge, so rows with several occur repeatedly.</summary>
    private Tensor WithEdges(Intervention intervention, Site site, List<Slot> slots, Tensor pattern, out Tensor before)
    {
        TensorIndex[] edges =
        [
            TensorIndex.Tensor(Numbers(slots, slot => slot.Row, pattern.device)),
            TensorIndex.Tensor(Numbers(slots, slot => slot.Head, pattern.device)),
            TensorIndex.Tensor(Numbers(slots, slot => slot.Position, pattern.device)),
            TensorIndex.Tensor(Numbers(slots, slot => slot.From, pattern.device)),
        ];
        bool cut = intervention is Intervention.CutEdges;
        Tensor chosen = zeros_like(pattern).index_put_(ones(slots.Count, device: pattern.device), edges); // [B, H, T, T], 1 at the edges
        Tensor put = chosen * (cut ? zeros_like(pattern) : source![site]); // [B, H, T, T]
        Tensor rest = pattern * (1 - chosen); // [B, H, T, T]
        RestOfPattern rule = intervention is Intervention.CutEdges x ? x.Rest : ((Intervention.PatchEdges)intervention).Rest;
        if (rule == RestOfPattern.Rescaled)
        {
            Tensor room = 1 - put.sum(-1, keepdim: true); // [B, H, T, 1]
            Tensor total = rest.sum(-1, keepdim: true); // [B, H, T, 1]
            Tensor factor = where(total.gt(0).logical_and(room.ge(0)), room / total, ones_like(total)); // [B, H, T, 1]
            Tensor changed = (chosen * (put - pattern)).ne(0).any(-1, keepdim: true); // [B, H, T, 1]
            rest = where(changed, rest * factor, rest);
        }

        TensorIndex[] rows = Index(site.Kind, slots, slots.ConvertAll(slot => slot.Position));
        before = pattern.index(rows); // [n, T]
        return (put + rest).index(rows); // [n, T]
    }

    private static TensorIndex[] Index(SiteKind kind, List<Slot> slots, List<int> positions)
    {
        TensorIndex rows = TensorIndex.Tensor(tensor(slots.ConvertAll(slot => (long)slot.Row)));
        TensorIndex tokens = TensorIndex.Tensor(tensor(positions.ConvertAll(position => (long)position)));
        TensorIndex heads = TensorIndex.Tensor(tensor(slots.ConvertAll(slot => (long)slot.Head)));
        return !SiteVectors.HasHeads(kind) ? [rows, tokens] : SiteVectors.IsOverKeys(kind) ? [rows, heads, tokens] : [rows, tokens, heads];
    }

    private static Tensor Numbers(List<Slot> slots, Func<Slot, int> number, Device device) =>
        tensor(slots.ConvertAll(slot => (long)number(slot)), device: device);

    private void Report(List<Slot> slots, Tensor before, Tensor after)
    {
        using Tensor differs = before.ne(after).any(-1).cpu(); // [n]
        ReadOnlySpan<byte> bytes = differs.bytes;
        for (int i = 0; i < slots.Count; i++)
        {
            if (bytes[i] != 0)
            {
                onChange(slots[i]);
            }
        }
    }
}
