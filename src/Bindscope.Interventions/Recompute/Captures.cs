using System.Collections.Frozen;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// The values of some sites for a block of rows: what patches put in, and what tells whether they change anything. A head's contribution
/// is kept as its mixed value, which determines it.
/// </summary>
internal sealed class Captures
{
    private readonly SweepModel model;
    private readonly FrozenDictionary<Site, Tensor> values; // [rows, ...] each

    internal Captures(SweepModel model, IEnumerable<Site> sites, int rows)
    {
        this.model = model;
        values = sites.Select(Kept).Distinct()
            .ToFrozenDictionary(site => site, site => new Tensor(rows, checked((int)FloatsPerRow(site, model))));
    }

    /// <summary>Bytes that one row takes.</summary>
    internal static long BytesPerRow(SweepModel model, IEnumerable<Site> sites) =>
        sites.Select(Kept).Distinct().Sum(site => FloatsPerRow(site, model)) * sizeof(float);

    internal bool Wants(SiteKind kind, int layer) => values.ContainsKey(new Site(kind, layer));

    /// <summary>One vector, as wide as the site's; for a head's contribution its mixed value.</summary>
    internal Span<float> Vector(Site site, int row, int position, int head)
    {
        site = Kept(site);
        int start = SiteVectors.Start(site.Kind, model.Spec, model.Length, 0, position, head);
        return values[site].Row(row).Slice(start, Width(site.Kind, model));
    }

    private static Site Kept(Site site) => site.Kind == SiteKind.AttentionHead ? site with { Kind = SiteKind.AttentionZ } : site;

    private static int Width(SiteKind kind, SweepModel model) => SiteVectors.Width(kind, model.Spec, model.Length);

    private static long FloatsPerRow(Site site, SweepModel model) =>
        (long)model.Length * (SiteVectors.HasHeads(site.Kind) ? model.Spec.Heads : 1) * Width(site.Kind, model);
}
