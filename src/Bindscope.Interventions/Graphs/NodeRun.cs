using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Graphs;

/// <summary>What every source of a graph adds in one run of some rows, and what the inputs read. n = B * T tokens, D width.</summary>
internal sealed class NodeRun
{
    private readonly ActivationRecorder recorder;
    private readonly ModelSpec spec;

    private NodeRun(ModelSpec spec, ActivationRecorder recorder) => (this.spec, this.recorder) = (spec, recorder);

    /// <summary>Runs the rows.</summary>
    internal static NodeRun Of(Transformer model, TokenRows rows)
    {
        ActivationRecorder recorder = Recorder(model.Spec);
        model.Residual(rows.Some(0, rows.Count), new SequenceLayout(rows.Length), recorder);
        return new NodeRun(model.Spec, recorder);
    }

    /// <summary>Keeps what is needed, for passes that others begin.</summary>
    internal static ActivationRecorder Recorder(ModelSpec spec) => new(site => site.Kind is SiteKind.ResidualIn or SiteKind.AttentionHead
        or SiteKind.ResidualMid or SiteKind.MlpOut || IsFinal(site, spec));

    /// <summary>What leaves the last block.</summary>
    internal static bool IsFinal(Site site, ModelSpec spec) => site == new Site(SiteKind.ResidualOut, spec.Layers);

    /// <summary>What queries, keys and values of a layer read in a whole run, [B, T, D].</summary>
    internal Tensor Entering(int layer) => recorder[new Site(SiteKind.ResidualIn, layer)];

    /// <summary>What an MLP reads, [B, T, D].</summary>
    internal Tensor Middle(int layer) => recorder[new Site(SiteKind.ResidualMid, layer)];

    /// <summary>What the read-out reads, [B, T, D].</summary>
    internal Tensor Final => recorder[new Site(SiteKind.ResidualOut, spec.Layers)];

    /// <summary>What an input reads in a whole run, [B, T, D].</summary>
    internal Tensor Read(GraphInput input) => input.Kind switch
    {
        InputKind.ReadOut => Final,
        InputKind.Mlp => Middle(input.Layer),
        _ => Entering(input.Layer),
    };

    /// <summary>What an MLP adds, [B, T, D].</summary>
    internal Tensor MlpOut(int layer) => recorder[new Site(SiteKind.MlpOut, layer)];

    /// <summary>What a source adds at a token, [D].</summary>
    /// <param name="source">The source.</param>
    /// <param name="token">Row * T + token.</param>
    internal ReadOnlySpan<float> Added(GraphSource source, int token) => source.Kind switch
    {
        SourceKind.Embedding => Entering(1).Row(token),
        SourceKind.Mlp => MlpOut(source.Layer).Row(token),
        _ => recorder[new Site(SiteKind.AttentionHead, source.Layer)].Row((token * spec.Heads) + source.Head - 1),
    };
}

/// <summary>By how much every source of the source run differs from that of the base run.</summary>
internal sealed class NodeDifferences
{
    private readonly Tensor[] differences;
    private readonly bool[] differs;
    private readonly int tokens;

    internal NodeDifferences(EdgeGraph graph, NodeRun plain, NodeRun source)
    {
        (int rows, int length, int width) = (plain.Final.Size(0), plain.Final.Size(1), plain.Final.Size(2));
        tokens = rows * length;
        differences = new Tensor[graph.Sources.Length];
        differs = new bool[graph.Sources.Length * tokens];
        for (int i = 0; i < differences.Length; i++)
        {
            var all = new Tensor(tokens, width);
            for (int token = 0; token < tokens; token++)
            {
                ReadOnlySpan<float> before = plain.Added(graph.Sources[i], token);
                ReadOnlySpan<float> after = source.Added(graph.Sources[i], token);
                Span<float> difference = all.Row(token);
                for (int k = 0; k < width; k++)
                {
                    difference[k] = after[k] - before[k];
                    differs[(i * tokens) + token] |= difference[k] != 0;
                }
            }

            differences[i] = all;
        }
    }

    /// <summary>Whether a source differs at a token at all.</summary>
    internal bool Any(int source, int token) => differs[(source * tokens) + token];

    /// <summary>The source run's minus the base run's, [D].</summary>
    internal Span<float> Of(int source, int token) => differences[source].Row(token);
}
