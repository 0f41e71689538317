using Bindscope.Interventions.Recompute;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Passes;

/// <summary>Does interventions to one forward pass, in the plainest way: at each site it changes a copy, vector by vector.</summary>
internal sealed class InterventionTap : IActivationTap
{
    private readonly ActivationRecorder? source;
    private readonly ModelSpec spec;
    private readonly int length;
    private readonly Action<int, Edit> onChange;
    private readonly Dictionary<Site, List<(int Row, Edit Edit)>> work = [];

    /// <summary>Prepares a pass of a block of rows.</summary>
    /// <param name="interventions">Already checked.</param>
    /// <param name="spec">The model's shape.</param>
    /// <param name="rows">The rows of the block.</param>
    /// <param name="length">Tokens of a row.</param>
    /// <param name="source">Holds the sites of interventions that need a source; for the same block.</param>
    /// <param name="onChange">Told of each vector that was really changed, with its row in the block.</param>
    internal InterventionTap(
        IEnumerable<Intervention> interventions,
        ModelSpec spec,
        Range rows,
        int length,
        ActivationRecorder? source,
        Action<int, Edit> onChange)
    {
        (this.source, this.spec, this.length, this.onChange) = (source, spec, length, onChange);
        (int first, int end) = (rows.Start.Value, rows.End.Value);
        foreach (Intervention intervention in interventions)
        {
            for (int row = first; row < end; row++)
            {
                foreach (Edit edit in Edit.Of(intervention, spec, row, length))
                {
                    if (!work.TryGetValue(edit.Site, out List<(int, Edit)>? list))
                    {
                        work.Add(edit.Site, list = []);
                    }

                    list.Add((row - first, edit));
                }
            }
        }
    }

    public bool Wants(Site site) => work.ContainsKey(site);

    public Tensor? Visit(Site site, Tensor value)
    {
        Tensor changed = value.Clone();
        foreach ((int row, Edit edit) in work[site])
        {
            Span<float> vector = SiteVectors.Of(changed, site.Kind, spec, length, row, edit.Position, edit.Head);
            vector = SiteVectors.IsOverKeys(site.Kind) ? vector[..(edit.Position + 1)] : vector;
            ReadOnlySpan<float> from = Slots.NeedsSource(edit.Action)
                ? SiteVectors.Of(source![site], site.Kind, spec, length, row, edit.From, edit.Head)
                : default;
            float[] before = vector.ToArray();
            EditActions.Apply(edit, vector, from);
            if (!vector.SequenceEqual(before))
            {
                onChange(row, edit);
            }
        }

        return changed;
    }
}
