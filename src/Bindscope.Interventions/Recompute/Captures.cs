using System.Collections.Frozen;
using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// The values of some sites for a block of rows: what patches put in, and what tells whether they change anything. A head's contribution
/// is kept as its mixed value, which determines it.
/// </summary>
internal sealed unsafe class Captures : IDisposable
{
    private readonly PackedModel model;
    private readonly AlignedFloats memory;
    private readonly FrozenDictionary<Site, long> starts;

    internal Captures(PackedModel model, IEnumerable<Site> sites, int rows)
    {
        this.model = model;
        var places = new Dictionary<Site, long>();
        long length = 0;
        foreach (Site site in sites.Select(Kept).Distinct())
        {
            places.Add(site, length);
            length += rows * FloatsPerRow(site, model);
        }

        starts = places.ToFrozenDictionary();
        memory = new AlignedFloats(length);
    }

    /// <summary>Bytes that one row takes.</summary>
    internal static long BytesPerRow(PackedModel model, IEnumerable<Site> sites) =>
        sites.Select(Kept).Distinct().Sum(site => FloatsPerRow(site, model)) * sizeof(float);

    internal bool Wants(SiteKind kind, int layer) => starts.ContainsKey(new Site(kind, layer));

    /// <summary>One vector, as wide as the site's; for a head's contribution its mixed value.</summary>
    internal Span<float> Vector(Site site, int row, int position, int head)
    {
        site = Kept(site);
        int width = Width(site.Kind, model);
        return new Span<float>(
            memory.Pointer + starts[site] + SiteVectors.Start(site.Kind, model.Spec, model.Length, row, position, head), width);
    }

    public void Dispose() => memory.Dispose();

    private static Site Kept(Site site) => site.Kind == SiteKind.AttentionHead ? site with { Kind = SiteKind.AttentionZ } : site;

    private static int Width(SiteKind kind, PackedModel model) => SiteVectors.Width(kind, model.Spec, model.Length);

    private static long FloatsPerRow(Site site, PackedModel model) =>
        (long)model.Length * (SiteVectors.HasHeads(site.Kind) ? model.Spec.Heads : 1) * Width(site.Kind, model);
}
