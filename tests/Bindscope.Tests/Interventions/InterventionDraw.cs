using System.Collections.Immutable;
using Bindscope.Interventions;
using Bindscope.Model;

namespace Bindscope.Tests.Interventions;

/// <summary>Draws interventions that fit a model and some rows.</summary>
internal sealed class InterventionDraw(ModelSpec spec, Random random, int rows, int length)
{
    internal SiteKind Kind() => SiteKinds.All[random.Next(SiteKinds.All.Length)];

    internal Intervention Patch(SiteKind kind) => new Intervention.Patch(Where(kind));

    /// <summary>One of each other intervention that a kind of site can have.</summary>
    internal IEnumerable<Intervention> Others(SiteKind kind)
    {
        yield return new Intervention.ReplaceWith(Where(kind), Vector(kind));
        yield return new Intervention.Zero(Where(kind));
        yield return new Intervention.Add(Where(kind), Vector(kind), random.NextDouble());
        yield return Mean(kind);
        yield return new Intervention.ReplaceWithEach(Where(kind), Vectors(kind));
        yield return new Intervention.AddEach(Where(kind), Vectors(kind), random.NextDouble());
        Place moved = Where(kind);
        yield return new Intervention.Patch(moved, Elsewhere(moved.Positions));
        if (!SiteVectors.IsOverKeys(kind))
        {
            yield return new Intervention.Project(Where(kind), Plane(kind), KeptPart.Inside);
            yield return new Intervention.Project(Where(kind), Plane(kind), KeptPart.Outside);
            yield return new Intervention.SwapSubspace(moved, Plane(kind), Elsewhere(moved.Positions));
        }
    }

    internal EdgePlace Edges()
    {
        ImmutableArray<AttentionEdge> Some() =>
            [.. Enumerable.Range(0, random.Next(4)).Select(_ => Edge()).Distinct()];
        TokenEdges edges = random.Next(2) == 0
            ? new TokenEdges.Same([Edge()])
            : new TokenEdges.PerRow([.. Enumerable.Range(0, rows).Select(_ => Some())]);
        return new EdgePlace(Layers(SiteKind.AttentionPattern), Heads(SiteKind.AttentionPattern), edges);
    }

    /// <summary>A plane of a site's vectors; a line where they are narrow.</summary>
    internal Subspace Plane(SiteKind kind)
    {
        int width = SiteVectors.Width(kind, spec, length);
        IEnumerable<double[]> directions = Enumerable.Range(0, Math.Clamp(width - 1, 1, 2))
            .Select(i => Enumerable.Range(0, width).Select(j => random.NextDouble() + (i == j ? 2 : 0)).ToArray());
        return Subspace.Spanning(directions);
    }

    private Place Where(SiteKind kind) => new(kind, Layers(kind), Positions(), Heads(kind));

    private Intervention.Mean Mean(SiteKind kind)
    {
        Place place = Where(kind);
        IEnumerable<SiteMean> means =
            from layer in Slots.Layers(kind, [], spec)
            from head in Slots.Heads(kind, [], spec)
            select new SiteMean(layer, SiteVectors.HasHeads(kind) ? head + 1 : 0, Vector(kind));
        return new Intervention.Mean(place, [.. means]);
    }

    private ImmutableArray<float> Vector(SiteKind kind) =>
        [.. Enumerable.Range(0, SiteVectors.Width(kind, spec, length)).Select(_ => (float)random.NextDouble())];

    private ImmutableArray<ImmutableArray<float>> Vectors(SiteKind kind) => [.. Enumerable.Range(0, rows).Select(_ => Vector(kind))];

    private ImmutableArray<int> Layers(SiteKind kind) =>
        kind == SiteKind.Logits || random.Next(4) == 0 ? [] : [random.Next(1, spec.Layers + 1)];

    private ImmutableArray<int> Heads(SiteKind kind) =>
        !SiteVectors.HasHeads(kind) || random.Next(3) == 0 ? [] : [random.Next(1, spec.Heads + 1)];

    private TokenPositions Positions() => random.Next(6) switch
    {
        0 => new TokenPositions.Every(),
        1 or 2 => TokenPositions.At(random.Next(length)),
        3 => TokenPositions.At(Enumerable.Range(0, rows).Select(_ => random.Next(-1, length))),
        _ => new TokenPositions.PerRow([.. Enumerable.Range(0, rows).Select(_ => Some())]),
    };

    private TokenPositions.PerRow Elsewhere(TokenPositions positions) => new(
        [.. Enumerable.Range(0, rows).Select(row => positions.Of(row, length).Select(_ => random.Next(length)).ToImmutableArray())]);

    private ImmutableArray<int> Some() => [.. Enumerable.Range(0, length).Where(_ => random.Next(length) < 2)];

    private AttentionEdge Edge()
    {
        int query = random.Next(length);
        return new AttentionEdge(query, random.Next(query + 1));
    }
}
