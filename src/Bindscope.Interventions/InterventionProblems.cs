using System.Collections.Immutable;
using Bindscope.Errors;
using Bindscope.Interventions.Passes;
using Bindscope.Model;

namespace Bindscope.Interventions;

/// <summary>Finds what the model or the rows do not have, and says what there is.</summary>
internal static class InterventionProblems
{
    /// <summary>Throws where an intervention does not fit.</summary>
    /// <param name="interventions">What is to be done.</param>
    /// <param name="spec">The model's shape.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="length">Tokens of a row.</param>
    /// <param name="hasSource">Whether there is a source run.</param>
    /// <exception cref="UserException">Lists every problem.</exception>
    internal static void RequireNone(
        IReadOnlyList<Intervention> interventions, ModelSpec spec, int rows, int length, bool hasSource)
    {
        string[] problems = [.. interventions.SelectMany(one => Of(one, spec, rows, length, hasSource)).Distinct()];
        if (interventions.Count == 0)
        {
            problems = ["there is no intervention"];
        }

        if (problems.Length > 0)
        {
            throw new UserException(
                $"the intervention does not fit: {string.Join("; ", problems)}",
                $"the model has layers 1-{spec.Layers}, heads 1-{spec.Heads}, "
                + $"the sites {SiteKinds.Listed}; the input has positions 0-{length - 1}");
        }
    }

    private static IEnumerable<string> Of(Intervention intervention, ModelSpec spec, int rows, int length, bool hasSource)
    {
        Place? place = Slots.PlaceOf(intervention);
        EdgePlace? edges = Slots.EdgesOf(intervention);
        IEnumerable<string> problems = place is not null ? OfPlace(place, spec, rows, length) : OfEdges(edges!, spec, rows, length);
        problems = problems.Concat(OfContent(intervention, spec, rows, length));
        if (!hasSource && Slots.NeedsSource(intervention))
        {
            problems = problems.Append("it takes activations from a source run, and there is none");
        }

        if (Slots.FromOf(intervention) is { } from)
        {
            problems = problems.Concat(OfPositions(from, rows, length, "source position"));
            problems = problems.Concat(DifferentNumbers(place!.Positions, from, rows, length));
        }

        return problems;
    }

    private static IEnumerable<string> OfPlace(Place place, ModelSpec spec, int rows, int length)
    {
        string name = SiteKinds.NameOf(place.Kind);
        IEnumerable<string> problems = [];
        if (place.Kind == SiteKind.Logits && !place.Layers.IsEmpty)
        {
            problems = problems.Append("the logits belong to no layer");
        }

        if (!place.Heads.IsEmpty && !SiteVectors.HasHeads(place.Kind))
        {
            problems = problems.Append($"{name} has no heads");
        }

        return problems
            .Concat(Outside(place.Layers, 1, spec.Layers, "layer"))
            .Concat(Outside(place.Heads, 1, spec.Heads, "head"))
            .Concat(OfPositions(place.Positions, rows, length, "position"));
    }

    private static IEnumerable<string> OfEdges(EdgePlace place, ModelSpec spec, int rows, int length)
    {
        IEnumerable<string> problems =
            Outside(place.Layers, 1, spec.Layers, "layer").Concat(Outside(place.Heads, 1, spec.Heads, "head"));
        if (place.Edges is TokenEdges.PerRow perRow && perRow.Rows.Length != rows)
        {
            return problems.Append($"edges are given for {perRow.Rows.Length} rows, there are {rows}");
        }

        ImmutableArray<AttentionEdge>[] lists =
            place.Edges is TokenEdges.Same same ? [same.Edges] : [.. Enumerable.Range(0, rows).Select(place.Edges.Of)];
        return problems.Concat(lists.SelectMany(list => Outside([.. list.Select(edge => edge.Query)], 0, length - 1, "position", repeats: true)))
            .Concat(lists.SelectMany(list => list)
                .Where(edge => edge.Key < 0 || edge.Key > edge.Query)
                .Select(edge => $"position {edge.Query} does not see position {edge.Key}"))
            .Concat(lists.Where(list => list.Distinct().Count() < list.Length).Select(_ => "an edge is listed twice"));
    }

    private static IEnumerable<string> OfContent(Intervention intervention, ModelSpec spec, int rows, int length)
    {
        Place? place = Slots.PlaceOf(intervention);
        int width = place is null ? 0 : SiteVectors.Width(place.Kind, spec, length);
        return intervention switch
        {
            Intervention.ReplaceWith x => OfVector(x.Vector, width),
            Intervention.Add x => OfVector(x.Vector, width).Concat(double.IsFinite(x.Scale) ? [] : [$"the scale is {x.Scale}"]),
            Intervention.ReplaceWithEach x => OfVectors(x.Vectors, rows, width),
            Intervention.AddEach x => OfVectors(x.Vectors, rows, width)
                .Concat(double.IsFinite(x.Scale) ? [] : [$"the scale is {x.Scale}"]),
            Intervention.Mean x => OfMeans(x, spec, width),
            Intervention.Project x => OfSubspace(x.Subspace, x.Where.Kind, width),
            Intervention.SwapSubspace x => OfSubspace(x.Subspace, x.Where.Kind, width),
            Intervention.PatchPath x => OfPath(x, spec),
            _ => [],
        };
    }

    private static IEnumerable<string> OfPath(Intervention.PatchPath path, ModelSpec spec)
    {
        (Place where, PathSender sender) = (path.Where, path.Sender);
        string from = SiteKinds.NameOf(sender.Kind), to = SiteKinds.NameOf(where.Kind);
        bool isAttention = sender.Kind is SiteKind.AttentionHead or SiteKind.AttentionOut;
        IEnumerable<string> problems = Outside([sender.Layer], 1, spec.Layers, "layer");
        if (!isAttention && sender.Kind != SiteKind.MlpOut)
        {
            problems = problems.Append($"a path begins at attention.head, attention.out or mlp.out, not at {from}");
        }

        if (PathPatches.SumRead(where.Kind) is null)
        {
            return problems.Append($"a path ends at attention.q, attention.k, attention.v, mlp.hidden, mlp.out or logits, not at {to}");
        }

        bool isMlp = where.Kind is SiteKind.MlpHidden or SiteKind.MlpOut;
        int first = sender.Layer + (isMlp && isAttention ? 0 : 1);
        return problems
            .Concat(sender.Kind == SiteKind.AttentionHead ? Outside([sender.Head], 1, spec.Heads, "head") : sender.Head == 0 ? [] : [$"{from} has no heads"])
            .Concat(Slots.Layers(where.Kind, where.Layers, spec).Where(layer => layer > 0 && layer < first)
                .Select(layer => $"{to} of layer {layer} does not read {from} of layer {sender.Layer}: name the layers from {first} on"));
    }

    private static IEnumerable<string> OfMeans(Intervention.Mean mean, ModelSpec spec, int width)
    {
        IEnumerable<string> missing =
            from layer in Slots.Layers(mean.Where.Kind, mean.Where.Layers, spec)
            from head in Slots.Heads(mean.Where.Kind, mean.Where.Heads, spec)
            let number = SiteVectors.HasHeads(mean.Where.Kind) ? head + 1 : 0
            where mean.Means.Count(one => one.Layer == layer && one.Head == number) != 1
            select $"one mean is needed for layer {layer}" + (number > 0 ? $" head {number}" : string.Empty);
        return missing.Concat(mean.Means.SelectMany(one => OfVector(one.Vector, width)));
    }

    private static IEnumerable<string> OfSubspace(Subspace subspace, SiteKind kind, int width) =>
        SiteVectors.IsOverKeys(kind) ? [$"{SiteKinds.NameOf(kind)} has no subspaces: its vectors run over keys"] : subspace.Problems(width);

    private static IEnumerable<string> OfVectors(ImmutableArray<ImmutableArray<float>> vectors, int rows, int width) =>
        vectors.IsDefault || vectors.Length != rows
            ? [$"vectors are given for {(vectors.IsDefault ? 0 : vectors.Length)} rows, there are {rows}"]
            : vectors.SelectMany(vector => OfVector(vector, width));

    private static IEnumerable<string> OfVector(ImmutableArray<float> vector, int width)
    {
        if (vector.IsDefault || vector.Length != width)
        {
            yield return $"the vector has {(vector.IsDefault ? 0 : vector.Length)} numbers, the site's vectors have {width}";
        }
        else if (vector.Any(value => !float.IsFinite(value)))
        {
            yield return "the vector holds a number that is not finite";
        }
    }

    private static IEnumerable<string> OfPositions(TokenPositions positions, int rows, int length, string name) => positions switch
    {
        TokenPositions.Same same => Outside(same.Positions, 0, length - 1, name, repeats: name != "position"),
        TokenPositions.PerRow perRow when perRow.Rows.Length != rows =>
            [$"{name}s are given for {perRow.Rows.Length} rows, there are {rows}"],
        TokenPositions.PerRow perRow => perRow.Rows.SelectMany(row => Outside(row, 0, length - 1, name, repeats: name != "position")),
        _ => [],
    };

    private static IEnumerable<string> DifferentNumbers(TokenPositions to, TokenPositions from, int rows, int length)
    {
        bool known = to is not TokenPositions.PerRow { Rows: var toRows } || toRows.Length == rows;
        known &= from is not TokenPositions.PerRow { Rows: var fromRows } || fromRows.Length == rows;
        return Enumerable.Range(0, known ? rows : 0)
            .Where(row => to.Of(row, length).Length != from.Of(row, length).Length)
            .Select(row => $"row {row + 1} has {to.Of(row, length).Length} positions and {from.Of(row, length).Length} source positions");
    }

    private static IEnumerable<string> Outside(
        ImmutableArray<int> chosen, int first, int last, string name, bool repeats = false) =>
        chosen.IsDefault
            ? [$"no {name} is given"]
            : chosen.Where(value => value < first || value > last).Select(value => $"there is no {name} {value}")
                .Concat(repeats ? [] : chosen.GroupBy(value => value).Where(group => group.Count() > 1)
                    .Select(group => $"{name} {group.Key} is listed twice"));
}
