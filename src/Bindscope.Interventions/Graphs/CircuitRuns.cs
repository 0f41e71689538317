using Bindscope.Interventions.Metrics;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Graphs;

/// <summary>Runs of circuits: edges of the circuit carry what the run makes of the base row, all other edges what the source run has.</summary>
/// <remarks>
/// Each input reads its own sum, so a head's query, key and value may differ in what they see. With every edge this is the base run, with none the
/// source run, to rounding. After M. Hanna, S. Pezzelle, Y. Belinkov, "Have faith in faithfulness" (2024).
/// </remarks>
public static class CircuitRuns
{
    /// <summary>Runs circuits on every row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="pairs">The rows.</param>
    /// <param name="circuits">Of each circuit and edge, whether the edge is in it.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="cancellation">Stops between runs.</param>
    /// <returns>[circuits][rows]: logit(base's answer) - logit(source's answer) at the read-out.</returns>
    public static double[][] Differences(
        Transformer model, EdgeGraph graph, EdgePairs pairs, IReadOnlyList<bool[]> circuits, int workers, CancellationToken cancellation)
    {
        double[][] differences = [.. circuits.Select(_ => new double[pairs.Count])];
        foreach (int[] rows in pairs.Blocks(model.Spec))
        {
            EdgePairs some = pairs.Some(rows);
            NodeRun source = NodeRun.Of(model, some.Source);
            var parallelism = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
            Parallel.For(0, circuits.Count, parallelism, circuit =>
            {
                double[] measured = Run(model, graph, some, source, circuits[circuit]);
                for (int row = 0; row < rows.Length; row++)
                {
                    differences[circuit][rows[row]] = measured[row];
                }
            });
        }

        return differences;
    }

    private static double[] Run(Transformer model, EdgeGraph graph, EdgePairs pairs, NodeRun source, bool[] circuit)
    {
        var tap = new CircuitTap(model, graph, pairs, source, circuit);
        Tensor residual = model.Residual(pairs.Base.Some(0, pairs.Count), new SequenceLayout(pairs.Base.Length), tap); // [B, T, D]
        var last = new Tensor(pairs.Count, model.Spec.Width);
        for (int row = 0; row < pairs.Count; row++)
        {
            residual.Row((row * pairs.Base.Length) + pairs.ReadOut(graph, row)).CopyTo(last.Row(row));
        }

        Tensor logits = model.Unembed(last); // [B, V]
        return [.. pairs.Answers.Select((answers, row) => LogitMetrics.Difference(logits.Row(row), answers.Base, answers.Source))];
    }
}

/// <summary>
/// Gives every input the sum that a circuit lets it read, and keeps what the sources then add. What lies in the residual stream meanwhile is read by
/// nobody.
/// </summary>
internal sealed unsafe class CircuitTap : IActivationTap
{
    private readonly Transformer model;
    private readonly ModelSpec spec;
    private readonly EdgeGraph graph;
    private readonly EdgePairs pairs;
    private readonly NodeRun source;
    private readonly bool[] circuit;
    private readonly int length;
    private readonly int tokens;
    private readonly float[]?[] kept; // of each source what it adds here minus in the source run, [n, D]; null before it is known
    private readonly bool[] differs; // [sources, n]

    internal CircuitTap(Transformer model, EdgeGraph graph, EdgePairs pairs, NodeRun source, bool[] circuit)
    {
        (this.model, this.graph, this.pairs, this.source, this.circuit) = (model, graph, pairs, source, circuit);
        spec = model.Spec;
        length = pairs.Base.Length;
        tokens = pairs.Count * length;
        kept = new float[graph.Sources.Length][];
        differs = new bool[graph.Sources.Length * tokens];
    }

    /// <inheritdoc/>
    public bool Wants(Site site) => site.Kind is SiteKind.AttentionQ or SiteKind.AttentionK or SiteKind.AttentionV or SiteKind.AttentionHead
        or SiteKind.ResidualMid or SiteKind.MlpOut || site == new Site(SiteKind.ResidualIn, 1) || NodeRun.IsFinal(site, spec);

    /// <inheritdoc/>
    public Tensor? Visit(Site site, Tensor value)
    {
        switch (site.Kind)
        {
            case SiteKind.ResidualIn:
                Keep(0, value, 1, 0);
                return null;
            case SiteKind.AttentionQ:
                return Heads(InputKind.Query, site.Layer, 0);
            case SiteKind.AttentionK:
                return Heads(InputKind.Key, site.Layer, 1);
            case SiteKind.AttentionV:
                return Heads(InputKind.Value, site.Layer, 2);
            case SiteKind.AttentionHead:
                for (int head = 0; head < spec.Heads; head++)
                {
                    Keep(First(site.Layer) + head, value, spec.Heads, head);
                }

                return null;
            case SiteKind.MlpOut:
                Keep(First(site.Layer) + spec.Heads, value, 1, 0);
                return null;
            case SiteKind.ResidualMid:
                return Read(graph.InputOf(InputKind.Mlp, site.Layer));
            default:
                return Read(graph.InputOf(InputKind.ReadOut, spec.Layers + 1));
        }
    }

    /// <summary>The first source of a layer.</summary>
    private int First(int layer) => 1 + ((layer - 1) * (spec.Heads + 1));

    /// <summary>All heads' queries, keys or values, [B, T, H, K].</summary>
    private Tensor Heads(InputKind kind, int layer, int part)
    {
        Block block = model.Blocks[layer - 1];
        (int width, int headWidth) = (spec.Width, spec.HeadWidth);
        Tensor result = Tensor.Uninitialized(pairs.Count, length, spec.Heads, headWidth);
        for (int head = 0; head < spec.Heads; head++)
        {
            Tensor read = Read(graph.InputOf(kind, layer, head + 1)); // [B, T, D]
            block.AttentionNorm.Forward(read, tokens, read, null);
            block.Qkv.Packed.Run(
                read.Pointer, width, tokens, ((part * spec.Heads) + head) * headWidth, headWidth, result.Pointer + (head * headWidth),
                spec.Heads * headWidth);
            GC.KeepAlive(read);
        }

        return result;
    }

    /// <summary>What an input reads, [B, T, D]: what it reads in the source run, and of the circuit's edges what they carry more.</summary>
    private Tensor Read(int input)
    {
        Tensor read = source.Read(graph.Inputs[input]).Clone();
        int sources = graph.SourcesOf(input);
        for (int token = 0; token < tokens; token++)
        {
            int start = graph.Start(input, pairs.Groups[token / length][token % length]);
            for (int one = 0; start >= 0 && one < sources; one++)
            {
                if (circuit[start + one] && differs[(one * tokens) + token])
                {
                    fixed (float* from = &kept[one]![token * spec.Width])
                    {
                        float* to = read.Pointer + (token * spec.Width);
                        Rows.Add(to, from, to, spec.Width);
                    }
                }
            }
        }

        return read;
    }

    /// <summary>Keeps by how much a source adds more than in the source run.</summary>
    private void Keep(int number, Tensor value, int heads, int head)
    {
        var more = new float[tokens * spec.Width];
        for (int token = 0; token < tokens; token++)
        {
            ReadOnlySpan<float> now = value.Values.Slice(((token * heads) + head) * spec.Width, spec.Width);
            ReadOnlySpan<float> there = source.Added(graph.Sources[number], token);
            bool any = false;
            for (int k = 0; k < spec.Width; k++)
            {
                float one = now[k] - there[k];
                more[(token * spec.Width) + k] = one;
                any |= one != 0;
            }

            differs[(number * tokens) + token] = any;
        }

        kept[number] = more;
    }
}
