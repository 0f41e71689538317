using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Graphs;

/// <summary>Estimates of every edge's effect: what the source adds more in the source run, times a slope of what the input reads.</summary>
/// <remarks>
/// Attribution patching of edges (EAP): A. Syed, C. Rager, A. Conmy (2023). Its mean over runs between both embeddings (EAP-IG, inputs): M. Hanna,
/// S. Pezzelle, Y. Belinkov (2024); here at the middles of equal steps. RelP: F. R. Jafari, O. Eberle, A. Khakzar, N. Nanda (2025), with its rules
/// for LayerNorm (the deviation is a constant) and gelu (the share that passes is a constant); attention has its gradient, since a constant pattern
/// would give queries and keys nothing.
/// </remarks>
public static class EdgeAttribution
{
    /// <summary>Runs between both embeddings that EAP-IG takes the mean over.</summary>
    public const int IntegrationSteps = 10;

    /// <summary>Estimates every edge's effect in every row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="pairs">The rows.</param>
    /// <param name="rule">How slopes are taken.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    /// <returns>[edges][rows]: the estimate of what <see cref="ExactEdges"/> measures.</returns>
    public static double[][] Effects(Transformer model, EdgeGraph graph, EdgePairs pairs, SlopeRule rule, CancellationToken cancellation)
    {
        double[][] effects = [.. graph.Edges.Select(_ => new double[pairs.Count])];
        foreach (int[] rows in pairs.Blocks(model.Spec))
        {
            cancellation.ThrowIfCancellationRequested();
            EdgePairs some = pairs.Some(rows);
            (NodeRun plain, NodeRun source) = (NodeRun.Of(model, some.Base), NodeRun.Of(model, some.Source));
            Tensor[] slopes = Slopes(model, graph, some, rule, plain, source);
            AddProducts(graph, some, new NodeDifferences(graph, plain, source), slopes, rows, effects);
        }

        return effects;
    }

    /// <summary>Of each input the slope of the difference of logits with respect to what it reads, [B, T, D].</summary>
    internal static Tensor[] Slopes(Transformer model, EdgeGraph graph, EdgePairs pairs, SlopeRule rule, NodeRun plain, NodeRun source)
    {
        if (rule != SlopeRule.Integrated)
        {
            return Slopes(model, graph, pairs, rule, plain.Entering(1));
        }

        Tensor[]? sums = null;
        for (int step = 0; step < IntegrationSteps; step++)
        {
            float share = (step + 0.5f) / IntegrationSteps;
            Tensor between = plain.Entering(1).Clone();
            ReadOnlySpan<float> other = source.Entering(1).Values;
            for (int i = 0; i < between.Length; i++)
            {
                between.Values[i] += share * (other[i] - between.Values[i]);
            }

            Tensor[] slopes = Slopes(model, graph, pairs, rule, between);
            sums ??= [.. slopes.Select(slope => new Tensor(slope.Shape))];
            for (int input = 0; input < sums.Length; input++)
            {
                Add(slopes[input], 1f / IntegrationSteps, sums[input]);
            }
        }

        return sums!;
    }

    private static Tensor[] Slopes(Transformer model, EdgeGraph graph, EdgePairs pairs, SlopeRule rule, Tensor embedding)
    {
        ActivationRecorder recorder = NodeRun.Recorder(model.Spec);
        using Trace trace = model.TraceFrom(1, embedding, new SequenceLayout(pairs.Base.Length), recorder);
        var difference = new Tensor(pairs.Count, model.Spec.Vocabulary); // of the logits, and so its gradient: [B, V]
        for (int row = 0; row < pairs.Count; row++)
        {
            difference.Row(row)[pairs.Answers[row].Base]++;
            difference.Row(row)[pairs.Answers[row].Source]--;
        }

        int[] places = [.. Enumerable.Range(0, pairs.Count).Select(row => (row * pairs.Base.Length) + pairs.ReadOut(graph, row))];
        var tap = new SlopeTap(model, graph, recorder, rule == SlopeRule.Relevance, model.UnembedBackward(difference), places);
        trace.Backward(places, difference, tap);
        return tap.Slopes;
    }

    private static void AddProducts(
        EdgeGraph graph, EdgePairs pairs, NodeDifferences differences, Tensor[] slopes, int[] rows, double[][] effects)
    {
        int length = pairs.Base.Length;
        for (int input = 0; input < slopes.Length; input++)
        {
            int sources = graph.SourcesOf(input);
            for (int token = 0; token < rows.Length * length; token++)
            {
                int start = graph.Start(input, pairs.Groups[token / length][token % length]);
                for (int source = 0; start >= 0 && source < sources; source++)
                {
                    if (differences.Any(source, token))
                    {
                        effects[start + source][rows[token / length]] -= Dot(differences.Of(source, token), slopes[input].Row(token));
                    }
                }
            }
        }
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * (double)b[i];
        }

        return sum;
    }

    private static void Add(Tensor more, float share, Tensor sum)
    {
        Span<float> from = more.Values;
        Span<float> to = sum.Values;
        for (int i = 0; i < to.Length; i++)
        {
            to[i] += share * from[i];
        }
    }
}

/// <summary>How an estimate takes the slope of what an input reads.</summary>
public enum SlopeRule
{
    /// <summary>The gradient in the base run: EAP.</summary>
    Gradient,

    /// <summary>The mean gradient over runs between both embeddings: EAP-IG.</summary>
    Integrated,

    /// <summary>The gradient with LayerNorms' deviations and the shares that gelu lets pass held constant: RelP.</summary>
    Relevance,
}

/// <summary>
/// Takes the gradient of a backward pass apart by input: of each head's query, key and value, each MLP and the read-out. With the rules of RelP it sends
/// on what they give in place of the gradient.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="graph">Its graph.</param>
/// <param name="forward">The forward pass.</param>
/// <param name="isRelevance">Whether the rules of RelP hold.</param>
/// <param name="final">The gradient of what left the last LayerNorm at the places that are read out, [B, D].</param>
/// <param name="places">These places: row * T + token.</param>
internal sealed unsafe class SlopeTap(
    Transformer model, EdgeGraph graph, ActivationRecorder forward, bool isRelevance, Tensor final, int[] places) : IActivationTap
{
    private readonly ModelSpec spec = model.Spec;
    private Tensor? leaving; // the gradient of what leaves the block, then of what lies between attention and MLP, [B, T, D]

    /// <summary>By input, [B, T, D].</summary>
    internal Tensor[] Slopes { get; } = new Tensor[graph.Inputs.Length];

    /// <inheritdoc/>
    public bool Wants(Site site) => site.Kind is SiteKind.AttentionQ or SiteKind.AttentionK or SiteKind.AttentionV or SiteKind.ResidualIn
        or SiteKind.ResidualMid or SiteKind.ResidualOut or SiteKind.MlpHidden;

    /// <inheritdoc/>
    public Tensor? Visit(Site site, Tensor value)
    {
        int layer = site.Layer;
        switch (site.Kind)
        {
            case SiteKind.ResidualOut:
                leaving = layer == spec.Layers && isRelevance ? FinalRelevance(value) : value.Clone();
                if (layer == spec.Layers)
                {
                    Slopes[graph.InputOf(InputKind.ReadOut, layer + 1)] = leaving;
                }

                return isRelevance ? leaving : null;
            case SiteKind.MlpHidden:
                Slopes[graph.InputOf(InputKind.Mlp, layer)] = OfMlp(layer, value);
                return null;
            case SiteKind.ResidualMid:
                return isRelevance ? leaving = Sum([leaving!, Slopes[graph.InputOf(InputKind.Mlp, layer)]]) : null;
            case SiteKind.AttentionQ:
                OfHeads(InputKind.Query, layer, 0, value);
                return null;
            case SiteKind.AttentionK:
                OfHeads(InputKind.Key, layer, 1, value);
                return null;
            case SiteKind.AttentionV:
                OfHeads(InputKind.Value, layer, 2, value);
                return null;
            default:
                int first = graph.InputOf(InputKind.Query, layer, 1);
                return isRelevance ? Sum([leaving!, .. Slopes[first..(first + (3 * spec.Heads))]]) : null;
        }
    }

    private Tensor FinalRelevance(Tensor shape)
    {
        var all = new Tensor(shape.Shape);
        for (int i = 0; i < places.Length; i++)
        {
            final.Row(i).CopyTo(all.Row(places[i]));
        }

        return ThroughNorm(model.LastNorm, forward[new Site(SiteKind.ResidualOut, spec.Layers)], all);
    }

    private Tensor OfMlp(int layer, Tensor hidden)
    {
        Block block = model.Blocks[layer - 1];
        Tensor middle = forward[new Site(SiteKind.ResidualMid, layer)];
        int tokens = middle.Rows;
        Tensor normal = Tensor.Uninitialized(middle.Shape);
        block.MlpNorm.Forward(middle, tokens, normal, null);
        Tensor before = Tensor.Uninitialized(tokens, spec.MlpWidth);
        block.MlpInput.Forward(normal, tokens, before);
        (Tensor after, Tensor slope) = (Tensor.Uninitialized(before.Shape), Tensor.Uninitialized(before.Shape));
        Gelu.Run(before.Pointer, before.Length, after.Pointer, slope.Pointer);
        for (int i = 0; i < slope.Length; i++)
        {
            float share = isRelevance ? (before.Values[i] == 0 ? 0.5f : after.Values[i] / before.Values[i]) : slope.Values[i];
            slope.Values[i] = share * hidden.Values[i];
        }

        block.MlpInput.Transposed.Run(slope.Pointer, spec.MlpWidth, tokens, normal.Pointer, spec.Width);
        GC.KeepAlive(before);
        GC.KeepAlive(after);
        GC.KeepAlive(slope);
        return ThroughNorm(block.MlpNorm, middle, normal);
    }

    private void OfHeads(InputKind kind, int layer, int part, Tensor gradient)
    {
        Block block = model.Blocks[layer - 1];
        Tensor entering = forward[new Site(SiteKind.ResidualIn, layer)];
        for (int head = 0; head < spec.Heads; head++)
        {
            Tensor normal = Tensor.Uninitialized(entering.Shape);
            block.Qkv.Transposed.RunOfDepth(
                gradient.Pointer + (head * spec.HeadWidth), spec.Heads * spec.HeadWidth, entering.Rows,
                ((part * spec.Heads) + head) * spec.HeadWidth, spec.HeadWidth, normal.Pointer, spec.Width);
            GC.KeepAlive(gradient);
            Slopes[graph.InputOf(kind, layer, head + 1)] = ThroughNorm(block.AttentionNorm, entering, normal);
        }
    }

    /// <summary>The gradient of what a LayerNorm reads; with the rules of RelP as if its deviation were a constant.</summary>
    private Tensor ThroughNorm(Norm norm, Tensor read, Tensor gradient)
    {
        int tokens = read.Rows;
        (Tensor result, Tensor statistics) = (Tensor.Uninitialized(read.Shape), Tensor.Uninitialized(tokens, 2));
        norm.Forward(read, tokens, result, statistics);
        if (!isRelevance)
        {
            norm.Backward(read, statistics, gradient, tokens, null, result, null);
            return result;
        }

        for (int token = 0; token < tokens; token++)
        {
            Span<float> from = gradient.Row(token);
            Span<float> to = result.Row(token);
            float mean = 0;
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = from[i] * norm.Weight[i];
                mean += to[i] / to.Length;
            }

            float factor = statistics.Row(token)[1];
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = (to[i] - mean) * factor;
            }
        }

        return result;
    }

    private static Tensor Sum(ReadOnlySpan<Tensor> parts)
    {
        Tensor sum = parts[0].Clone();
        foreach (Tensor part in parts[1..])
        {
            Rows.Add(sum.Pointer, part.Pointer, sum.Pointer, sum.Length);
            GC.KeepAlive(part);
        }

        return sum;
    }
}
