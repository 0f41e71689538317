using Bindscope.Analysis.Results;
using Bindscope.Interventions.Graphs;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Circuits;

/// <summary>Chooses circuits among the active edges of a graph by their mean effects.</summary>
/// <param name="graph">The graph.</param>
/// <param name="active">Edges whose patch changes something, in the graph's order.</param>
internal sealed class CircuitSearch(EdgeGraph graph, int[] active)
{
    private const int Resamples = 200;
    private const double Growth = 1.5;

    /// <summary>What a rival's search multiplies the effects of the first circuit's edges by.</summary>
    private static readonly double[] Penalties = [0, 0.05, 0.2, 0.5];

    /// <summary>The smallest faithful circuit of the largest effects, without edges that are on no way to the read-out; largest effect first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="choosing">The programs of the effects.</param>
    /// <param name="effects">[edges][programs].</param>
    /// <param name="work">How it is run.</param>
    internal static int[] Smallest(Transformer model, EdgeGraph graph, EdgePairs choosing, double[][] effects, Work work)
    {
        var search = new CircuitSearch(graph, Active(effects));
        var chooser = new FaithfulnessMeter(model, graph, choosing, work);
        int[] ranked = search.Ranked([.. effects.Select(one => one.Average())]);
        return search.Connected(ranked[..Fewest(ranked, edges => chooser.Of(search.Circuit(edges)))]);
    }

    /// <summary>Edges whose patch changes something in some program.</summary>
    /// <param name="effects">[edges][programs].</param>
    internal static int[] Active(double[][] effects) =>
        [.. Enumerable.Range(0, effects.Length).Where(edge => effects[edge].Any(effect => effect != 0))];

    /// <summary>Active edges, largest effect first, without its sign.</summary>
    /// <param name="effects">Of every edge.</param>
    internal int[] Ranked(IReadOnlyList<double> effects) => [.. active.OrderByDescending(edge => Math.Abs(effects[edge])).ThenBy(edge => edge)];

    /// <summary>A circuit of some edges.</summary>
    internal bool[] Circuit(IEnumerable<int> edges)
    {
        var circuit = new bool[graph.Edges.Length];
        foreach (int edge in edges)
        {
            circuit[edge] = true;
        }

        return circuit;
    }

    /// <summary>The whole graph but some edges.</summary>
    internal bool[] AllBut(IEnumerable<int> edges) => Circuit(Enumerable.Range(0, graph.Edges.Length).Except(edges));

    /// <summary>How many edges of a ranking make the smallest circuit that is faithful: by rising sizes, then between the last two.</summary>
    /// <returns>All of the ranking where no smaller circuit is.</returns>
    internal static int Fewest(int[] ranked, Func<IEnumerable<int>, Estimate> faithfulness)
    {
        int below = 0;
        int size = 1;
        while (size < ranked.Length && !FaithfulnessMeter.IsFaithful(faithfulness(ranked.Take(size))))
        {
            below = size;
            size = Math.Min(ranked.Length, Math.Max(size + 1, (int)(size * Growth)));
        }

        while (size - below > 1)
        {
            int middle = (below + size) / 2;
            (below, size) = FaithfulnessMeter.IsFaithful(faithfulness(ranked.Take(middle))) ? (below, middle) : (middle, size);
        }

        return size;
    }

    /// <summary>Share of a circuit's edges that circuits of as many edges have when programs are drawn again: mean and 95 % interval.</summary>
    /// <param name="effects">[edges][programs].</param>
    /// <param name="chosen">The circuit's edges, by all programs.</param>
    internal Estimate Overlap(double[][] effects, int[] chosen)
    {
        (int programs, int size) = (effects[0].Length, chosen.Length);
        RandomStream random = new Seed(0).Split("overlap").Stream();
        double[] shares = new double[Resamples];
        for (int i = 0; i < Resamples; i++)
        {
            var counts = new int[programs];
            for (int draw = 0; draw < programs; draw++)
            {
                counts[random.Next(programs)]++;
            }

            var means = new double[effects.Length];
            foreach (int edge in active)
            {
                for (int program = 0; program < programs; program++)
                {
                    means[edge] += counts[program] * effects[edge][program];
                }
            }

            shares[i] = (double)Ranked(means).Take(size).Intersect(chosen).Count() / size;
        }

        return Estimate.OfResamples(shares.Average(), shares, programs);
    }

    /// <summary>A circuit that is as faithful and shares the fewest edges with another; null where none was found.</summary>
    /// <param name="effects">Mean effects of every edge.</param>
    /// <param name="circuit">The other's edges.</param>
    /// <param name="meter">Of the programs that choose.</param>
    internal (int[] Edges, int Indispensable)? Rival(IReadOnlyList<double> effects, int[] circuit, FaithfulnessMeter meter)
    {
        Estimate[] without = meter.Of([.. circuit.Select(edge => AllBut([edge]))]);
        int[] indispensable = [.. circuit.Where((_, i) => !FaithfulnessMeter.IsFaithful(without[i]))];
        var dispensable = circuit.Except(indispensable).ToHashSet();
        int[]? best = null;
        foreach (double penalty in dispensable.Count == 0 ? [] : Penalties)
        {
            int[] ranked = Ranked([.. effects.Select((effect, edge) => dispensable.Contains(edge) ? penalty * effect : effect)]);
            int[] others = [.. indispensable, .. ranked.Except(indispensable)];
            int size = Fewest(others, edges => meter.Of(Circuit(edges)));
            int[] found = Connected(others[..size]);
            if (size < others.Length && (best is null || Shared(found) < Shared(best)))
            {
                best = found;
            }
        }

        return best is null ? null : (best, indispensable.Length);

        int Shared(int[] edges) => edges.Count(circuit.Contains);
    }

    /// <summary>The edges that lie on some way from the embedding to the read-out, in the order given.</summary>
    internal int[] Connected(IReadOnlyList<int> edges)
    {
        bool[] connected = graph.Connected(Circuit(edges));
        return [.. edges.Where(edge => connected[edge])];
    }

    /// <summary>A random circuit among all edges.</summary>
    internal bool[] Random(int size, Seed seed) => Circuit(Shuffle.Of(Enumerable.Range(0, graph.Edges.Length), seed.Stream().Next).Take(size));
}
