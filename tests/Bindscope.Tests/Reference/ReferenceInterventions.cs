using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;

namespace Bindscope.Tests.Reference;

/// <summary>
/// What docs/interventions.md says each intervention does, done to the reference Transformer in loops over double[]: the oracle of both sweeps.
/// </summary>
/// <param name="spec">The model's shape.</param>
/// <param name="transformer">The model's weights in double precision.</param>
internal sealed class ReferenceInterventions(ModelSpec spec, ReferenceTransformer transformer)
{
    private const double SingleRounding = 1.0 / (1 << 24);
    private const int RoundingTries = 8;

    private SweepRequest? sourcesOf;
    private Dictionary<Site, double[]>?[] sources = [];

    /// <summary>A cell's logits of one row, at the read-out's columns.</summary>
    internal double[] Logits(SweepRequest request, int cell, int row) => Logits(request, cell, row, Source(request, row), (_, _) => { });

    /// <summary>
    /// How far single precision can be expected to throw a cell's logits: the largest move of a logit when every vector at every site, before
    /// and after what is done to it, is off by up to the last bit of its largest number, in either direction; of eight tries.
    /// </summary>
    /// <returns>As a share of 1 + the largest logit.</returns>
    internal double Rounding(SweepRequest request, int cell, int row)
    {
        double[] exact = Logits(request, cell, row);
        var random = new Random(row);
        double largest = 0;
        for (int i = 0; i < RoundingTries; i++)
        {
            Dictionary<Site, double[]>? source = request.Source is null ? null : Run(request.Source[row], Round);
            double[] moved = Logits(request, cell, row, source, Round);
            largest = Math.Max(largest, moved.Zip(exact, (a, b) => Math.Abs(a - b)).Max());
        }

        return largest / (1 + exact.Max(Math.Abs));

        void Round(Site site, double[] value)
        {
            int width = SiteVectors.Width(site.Kind, spec, request.Base.Length);
            for (int start = 0; start < value.Length; start += width)
            {
                Span<double> vector = value.AsSpan(start, width);
                double size = 0;
                foreach (double number in vector)
                {
                    size = double.IsFinite(number) ? Math.Max(size, Math.Abs(number)) : size;
                }

                foreach (ref double number in vector)
                {
                    number += SingleRounding * size * ((2 * random.NextDouble()) - 1);
                }
            }
        }
    }

    /// <summary>What every site has in a row's source; the same for all cells.</summary>
    private Dictionary<Site, double[]>? Source(SweepRequest request, int row)
    {
        if (!ReferenceEquals(sourcesOf, request))
        {
            (sourcesOf, sources) = (request, new Dictionary<Site, double[]>?[request.Base.Count]);
        }

        return request.Source is null ? null : sources[row] ??= Run(request.Source[row], (_, _) => { });
    }

    private double[] Logits(SweepRequest request, int cell, int row, Dictionary<Site, double[]>? source, Action<Site, double[]> round)
    {
        int length = request.Base.Length;
        Dictionary<Site, double[]> changed = Run(request.Base[row], (site, value) =>
        {
            round(site, value);
            foreach (Intervention one in request.Cells[cell].Interventions)
            {
                Apply(one, site, row, length, value, source?[site]);
            }

            round(site, value);
        });
        int start = request.ReadOut.Positions[row] * spec.Vocabulary;
        return [.. request.ReadOut.Columns.Select(column => changed[new Site(SiteKind.Logits, 0)][start + column])];
    }

    private Dictionary<Site, double[]> Run(ReadOnlySpan<int> tokens, Action<Site, double[]> change) =>
        transformer.Run(tokens.ToArray(), tokens.Length, 0, (site, value) =>
        {
            double[] changed = [.. value];
            change(site, changed);
            return changed;
        });

    private void Apply(Intervention one, Site site, int row, int length, double[] value, double[]? source)
    {
        if (one is Intervention.CutEdges or Intervention.PatchEdges)
        {
            ApplyEdges(one, site, row, length, value, source);
            return;
        }

        Place place = Place(one);
        if (place.Kind != site.Kind || (!place.Layers.IsEmpty && !place.Layers.Contains(site.Layer)))
        {
            return;
        }

        int width = SiteVectors.Width(site.Kind, spec, length);
        bool overKeys = site.Kind is SiteKind.AttentionScores or SiteKind.AttentionPattern;
        IReadOnlyList<int> positions = place.Positions.Of(row, length);
        IReadOnlyList<int> origins = From(one)?.Of(row, length) ?? positions;
        IEnumerable<int> heads = !SiteVectors.HasHeads(site.Kind) ? [0]
            : place.Heads.IsEmpty ? Enumerable.Range(0, spec.Heads) : place.Heads.Select(head => head - 1);
        foreach (int head in heads)
        {
            for (int i = 0; i < positions.Count; i++)
            {
                int to = SiteVectors.Start(site.Kind, spec, length, 0, positions[i], head);
                int from = SiteVectors.Start(site.Kind, spec, length, 0, origins[i], head);
                int seen = overKeys ? positions[i] + 1 : width;
                double[] given = one is Intervention.Patch or Intervention.SwapSubspace ? source![from..(from + width)] : [];
                double[] after = Changed(one, row, site.Layer, head, value[to..(to + width)], given);
                after[..seen].CopyTo(value, to);
            }
        }
    }

    private static double[] Changed(Intervention one, int row, int layer, int head, double[] before, double[] source)
    {
        return one switch
        {
            Intervention.Patch => source,
            Intervention.ReplaceWith x => Doubles(x.Vector),
            Intervention.ReplaceWithEach x => Doubles(x.Vectors[row]),
            Intervention.AddEach x => [.. before.Zip(Doubles(x.Vectors[row]), (a, b) => a + (x.Scale * b))],
            Intervention.Mean x => Doubles(x.Means.First(mean => mean.Layer == layer && (mean.Head == 0 || mean.Head == head + 1)).Vector),
            Intervention.Zero => new double[before.Length],
            Intervention.Add x => [.. before.Zip(Doubles(x.Vector), (a, b) => a + (x.Scale * b))],
            Intervention.Project { Kept: KeptPart.Inside } x => Inside(before, x.Subspace),
            Intervention.Project x => [.. before.Zip(Inside(before, x.Subspace), (a, b) => a - b)],
            Intervention.SwapSubspace x =>
                [.. before.Zip(Inside([.. source.Zip(before, (a, b) => a - b)], x.Subspace), (a, b) => a + b)],
            _ => throw new InvalidOperationException(one.GetType().Name),
        };
    }

    private void ApplyEdges(Intervention one, Site site, int row, int length, double[] value, double[]? source)
    {
        EdgePlace place = one is Intervention.CutEdges x ? x.Where : ((Intervention.PatchEdges)one).Where;
        RestOfPattern rule = one is Intervention.CutEdges y ? y.Rest : ((Intervention.PatchEdges)one).Rest;
        if (site.Kind != SiteKind.AttentionPattern || (!place.Layers.IsEmpty && !place.Layers.Contains(site.Layer)))
        {
            return;
        }

        foreach (int head in place.Heads.IsEmpty ? Enumerable.Range(0, spec.Heads) : place.Heads.Select(head => head - 1))
        {
            foreach (IGrouping<int, AttentionEdge> query in place.Edges.Of(row).GroupBy(edge => edge.Query))
            {
                int start = ((head * length) + query.Key) * length;
                HashSet<int> keys = [.. query.Select(edge => edge.Key)];
                (double put, double rest, bool changes) = (0, 0, false);
                for (int key = 0; key <= query.Key; key++)
                {
                    if (!keys.Contains(key))
                    {
                        rest += value[start + key];
                        continue;
                    }

                    double weight = one is Intervention.CutEdges ? 0 : source![start + key];
                    changes |= weight != value[start + key];
                    put += value[start + key] = weight;
                }

                bool rescaled = rule == RestOfPattern.Rescaled && changes && rest > 0 && put <= 1;
                foreach (int key in Enumerable.Range(0, query.Key + 1).Where(key => rescaled && !keys.Contains(key)))
                {
                    value[start + key] *= (1 - put) / rest;
                }
            }
        }
    }

    private static double[] Inside(double[] vector, Subspace subspace)
    {
        var inside = new double[vector.Length];
        foreach (double[] direction in subspace.Basis.Select(one => Doubles(one)))
        {
            double along = vector.Zip(direction, (a, b) => a * b).Sum();
            inside = ReferenceMath.Add(inside, [.. direction.Select(value => along * value)]);
        }

        return inside;
    }

    private static double[] Doubles(IEnumerable<float> vector) => [.. vector.Select(value => (double)value)];

    private static Place Place(Intervention one) => one switch
    {
        Intervention.Patch x => x.Where,
        Intervention.ReplaceWith x => x.Where,
        Intervention.ReplaceWithEach x => x.Where,
        Intervention.Mean x => x.Where,
        Intervention.Zero x => x.Where,
        Intervention.Add x => x.Where,
        Intervention.AddEach x => x.Where,
        Intervention.Project x => x.Where,
        Intervention.SwapSubspace x => x.Where,
        _ => throw new InvalidOperationException(one.GetType().Name),
    };

    private static TokenPositions? From(Intervention one) => one switch
    {
        Intervention.Patch x => x.From,
        Intervention.SwapSubspace x => x.From,
        _ => null,
    };
}
