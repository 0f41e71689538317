using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Model;

namespace Bindscope.Interventions.Graphs;

/// <summary>
/// The computation of a model as a graph. Its sources (the embedding, every head, every MLP) add to the residual stream; its inputs (a head's query,
/// key and value, an MLP, the read-out) read from it; an edge is what one source adds to what one input reads, at a group of tokens. Tokens meet in
/// attention alone: what a head reads as keys and values at some tokens, it writes at those that look there.
/// </summary>
/// <remarks>
/// All edges from sources of the base run give the base run, all from those of the source run the source run: nothing lies outside of the graph.
/// Edges that cannot reach the read-out are left out: in the last layer queries and MLPs away from it. Position-aware edges after T. Haklay et al.,
/// "Position-aware automatic circuit discovery" (2025), with roles in place of spans.
/// </remarks>
public sealed class EdgeGraph
{
    private readonly int[] starts;
    private readonly int[] sources;

    /// <summary>The graph of a model.</summary>
    /// <param name="spec">The model's shape.</param>
    /// <param name="groups">Groups that the tokens of a row are in, 1 or more.</param>
    /// <param name="readOut">The group whose only token is read out, 0-based.</param>
    public EdgeGraph(ModelSpec spec, int groups, int readOut)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(readOut, groups);
        (Groups, ReadOut) = (groups, readOut);
        Sources =
        [
            new GraphSource(SourceKind.Embedding, 0, 0),
            .. from layer in Enumerable.Range(1, spec.Layers)
               from head in Enumerable.Range(1, spec.Heads + 1)
               select head > spec.Heads ? new GraphSource(SourceKind.Mlp, layer, 0) : new GraphSource(SourceKind.Head, layer, head),
        ];
        Inputs =
        [
            .. from layer in Enumerable.Range(1, spec.Layers)
               from input in Enumerable.Range(1, spec.Heads)
                   .SelectMany(head => new[] { InputKind.Query, InputKind.Key, InputKind.Value }.Select(kind => new GraphInput(kind, layer, head)))
                   .Append(new GraphInput(InputKind.Mlp, layer, 0))
               select input,
            new GraphInput(InputKind.ReadOut, spec.Layers + 1, 0),
        ];
        sources =
        [
            .. Inputs.Select(input => Sources.Count(source => source.Layer < input.Layer
                || (source.Layer == input.Layer && source.Kind == SourceKind.Head && input.Kind == InputKind.Mlp))),
        ];
        starts = new int[Inputs.Length * groups];
        var edges = ImmutableArray.CreateBuilder<GraphEdge>();
        for (int input = 0; input < Inputs.Length; input++)
        {
            for (int group = 0; group < groups; group++)
            {
                bool reaches = group == readOut || Inputs[input].Kind is InputKind.Key or InputKind.Value
                    || (Inputs[input].Kind is InputKind.Query or InputKind.Mlp && Inputs[input].Layer < spec.Layers);
                starts[(input * groups) + group] = reaches ? edges.Count : -1;
                edges.AddRange(Enumerable.Range(0, reaches ? sources[input] : 0).Select(source => new GraphEdge(source, input, group)));
            }
        }

        Edges = edges.ToImmutable();
    }

    /// <summary>Number of groups of tokens.</summary>
    public int Groups { get; }

    /// <summary>The group that is read out.</summary>
    public int ReadOut { get; }

    /// <summary>What adds to the residual stream, in the order of the forward pass: the embedding, then by layer the heads and the MLP.</summary>
    public ImmutableArray<GraphSource> Sources { get; }

    /// <summary>What reads from it, in the order of the forward pass: by layer each head's query, key and value, and the MLP; at last the read-out.</summary>
    public ImmutableArray<GraphInput> Inputs { get; }

    /// <summary>Every edge, by input, then by group, then by source.</summary>
    public ImmutableArray<GraphEdge> Edges { get; }

    /// <summary>The edges of a circuit that lie on some way from the embedding to the read-out along edges of the circuit; no other can do anything.</summary>
    /// <param name="circuit">Of each edge, whether it is in the circuit.</param>
    /// <returns>Of each edge, whether it is such an edge.</returns>
    public bool[] Connected(IReadOnlyList<bool> circuit)
    {
        // Whether something arrives at an input from the embedding. A head writes at any group what it reads as key or value at any.
        var arrives = new bool[Edges.Length];
        var writes = new HashSet<(int Source, int Group)>(Enumerable.Range(0, Groups).Select(group => (0, group)));
        for (int edge = 0; edge < Edges.Length; edge++)
        {
            arrives[edge] = circuit[edge] && writes.Contains((Edges[edge].Source, Edges[edge].Group));
            if (arrives[edge] && SourceOf(Edges[edge].Input) is { } reads)
            {
                writes.UnionWith(Written(edge).Select(group => (reads, group)));
            }
        }

        var connected = new bool[Edges.Length];
        var needed = new HashSet<(int Source, int Group)>();
        for (int edge = Edges.Length - 1; edge >= 0; edge--)
        {
            connected[edge] = arrives[edge]
                && (SourceOf(Edges[edge].Input) is not { } reads || Written(edge).Any(group => needed.Contains((reads, group))));
            if (connected[edge])
            {
                needed.Add((Edges[edge].Source, Edges[edge].Group));
            }
        }

        return connected;

        IEnumerable<int> Written(int edge) =>
            Inputs[Edges[edge].Input].Kind is InputKind.Key or InputKind.Value ? Enumerable.Range(0, Groups) : [Edges[edge].Group];
    }

    /// <summary>The first edge into an input at a group; those of the other sources follow. -1 where there is none.</summary>
    internal int Start(int input, int group) => starts[(input * Groups) + group];

    /// <summary>How many sources an input reads.</summary>
    internal int SourcesOf(int input) => sources[input];

    /// <summary>The number of an input.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="layer">1-based.</param>
    /// <param name="head">1-based; 0 for the MLP.</param>
    internal int InputOf(InputKind kind, int layer, int head = 0) => Inputs.IndexOf(new GraphInput(kind, layer, head));

    /// <summary>The source that an input feeds; null for the read-out.</summary>
    private int? SourceOf(int input) => Inputs[input] switch
    {
        { Kind: InputKind.ReadOut } => null,
        { Kind: InputKind.Mlp, Layer: var layer } => Sources.IndexOf(new GraphSource(SourceKind.Mlp, layer, 0)),
        var (_, layer, head) => Sources.IndexOf(new GraphSource(SourceKind.Head, layer, head)),
    };
}

/// <summary>What one source adds to what one input reads, at the tokens of a group.</summary>
/// <param name="Source">Place in <see cref="EdgeGraph.Sources"/>.</param>
/// <param name="Input">Place in <see cref="EdgeGraph.Inputs"/>.</param>
/// <param name="Group">The group of tokens, 0-based.</param>
public readonly record struct GraphEdge(int Source, int Input, int Group);

/// <summary>What adds to the residual stream. As text: <c>embedding</c>, <c>2.1</c>, <c>mlp 2</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Layer">1-based; 0 for the embedding.</param>
/// <param name="Head">1-based; 0 where it is no head.</param>
public readonly record struct GraphSource(SourceKind Kind, int Layer, int Head)
{
    /// <summary>As people write it.</summary>
    /// <returns>Such as <c>2.1</c>.</returns>
    public override string ToString() => Kind switch
    {
        SourceKind.Embedding => "embedding",
        SourceKind.Mlp => string.Create(CultureInfo.InvariantCulture, $"mlp {Layer}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Layer}.{Head}"),
    };
}

/// <summary>What reads from the residual stream. As text: <c>3.2 v</c>, <c>mlp 3</c>, <c>read-out</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Layer">1-based; one more than the layers for the read-out.</param>
/// <param name="Head">1-based; 0 where it is no head's.</param>
public readonly record struct GraphInput(InputKind Kind, int Layer, int Head)
{
    /// <summary>As people write it.</summary>
    /// <returns>Such as <c>3.2 v</c>.</returns>
    public override string ToString() => Kind switch
    {
        InputKind.ReadOut => "read-out",
        InputKind.Mlp => string.Create(CultureInfo.InvariantCulture, $"mlp {Layer}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Layer}.{Head} {Kind.ToString().ToLowerInvariant()[0]}"),
    };
}

/// <summary>What a source is.</summary>
public enum SourceKind
{
    /// <summary>The embedding.</summary>
    Embedding,

    /// <summary>A head.</summary>
    Head,

    /// <summary>An MLP.</summary>
    Mlp,
}

/// <summary>What an input is.</summary>
public enum InputKind
{
    /// <summary>A head's query: at the tokens that look.</summary>
    Query,

    /// <summary>A head's key: at the tokens that are looked at.</summary>
    Key,

    /// <summary>A head's value: at the tokens that are looked at.</summary>
    Value,

    /// <summary>An MLP.</summary>
    Mlp,

    /// <summary>The last LayerNorm and the unembedding.</summary>
    ReadOut,
}
