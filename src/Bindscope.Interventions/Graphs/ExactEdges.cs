using System.Collections.Immutable;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Graphs;

/// <summary>Every edge patched, one at a time: one input reads what one source adds in the source run, and all else is computed anew.</summary>
/// <remarks>
/// What a query, key, value or MLP makes of its changed input is computed here; how that changes the answer, by a <see cref="Sweep"/>, which starts where
/// something changes and checks itself against whole forward passes. An edge whose source adds the same in both runs changes nothing.
/// </remarks>
public static unsafe class ExactEdges
{
    /// <summary>Patches every edge in every row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="pairs">The rows.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="progress">Told as work is done; null for nobody.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    /// <returns>[edges][rows]: by how much logit(base's answer) - logit(source's answer) falls; 0 where nothing is changed.</returns>
    public static double[][] Effects(
        Transformer model, EdgeGraph graph, EdgePairs pairs, int workers, IProgress<SweepProgress>? progress, CancellationToken cancellation)
    {
        double[][] effects = [.. graph.Edges.Select(_ => new double[pairs.Count])];
        int layers = model.Spec.Layers;
        int[][] blocks = [.. pairs.Blocks(model.Spec)];
        int done = 0;
        model.Pack();
        foreach (int[] rows in blocks)
        {
            EdgePairs some = pairs.Some(rows);
            (NodeRun plain, NodeRun source) = (NodeRun.Of(model, some.Base), NodeRun.Of(model, some.Source));
            var block = new PairBlock(model, graph, some, plain, new NodeDifferences(graph, plain, source));
            for (int layer = 1; layer <= layers; layer++)
            {
                foreach (InputKind kind in new[] { InputKind.Query, InputKind.Mlp })
                {
                    cancellation.ThrowIfCancellationRequested();
                    (int[] edges, ImmutableArray<SweepCell> cells) = block.Cells(layer, kind);
                    if (cells.Length > 0)
                    {
                        Measure(model, graph, some, edges, cells, (edge, row, effect) => effects[edge][rows[row]] = effect, workers, cancellation);
                    }

                    progress?.Report(new SweepProgress(++done, 2L * layers * blocks.Length));
                }
            }

            block.ReadOut((edge, row, effect) => effects[edge][rows[row]] = effect);
        }

        return effects;
    }

    private static void Measure(
        Transformer model, EdgeGraph graph, EdgePairs pairs, int[] edges, ImmutableArray<SweepCell> cells, Action<int, int, double> effect, int workers,
        CancellationToken cancellation)
    {
        ImmutableArray<int> columns = [.. pairs.Answers.SelectMany(answers => new[] { answers.Base, answers.Source }).Distinct().Order()];
        var readOut = new ReadOut([.. Enumerable.Range(0, pairs.Count).Select(row => pairs.ReadOut(graph, row))], columns);
        SweepResult result = Sweep.Run(
            model, new SweepRequest(pairs.Base, null, cells, readOut), new SweepOptions(workers), null, cancellation);
        for (int cell = 0; cell < edges.Length; cell++)
        {
            for (int row = 0; row < pairs.Count; row++)
            {
                if (result.Effect(cell, row) == CellEffect.Changed)
                {
                    (int up, int down) = (columns.IndexOf(pairs.Answers[row].Base), columns.IndexOf(pairs.Answers[row].Source));
                    effect(edges[cell], row, LogitMetrics.Difference(result.Base(row), up, down)
                        - LogitMetrics.Difference(result.Logits(cell, row), up, down));
                }
            }
        }
    }

    /// <summary>Some rows with both runs.</summary>
    private sealed class PairBlock(Transformer model, EdgeGraph graph, EdgePairs pairs, NodeRun plain, NodeDifferences differences)
    {
        private readonly ModelSpec spec = model.Spec;
        private readonly int length = pairs.Base.Length;

        /// <summary>The cells of all edges into a layer's heads, or into its MLP, that change anything.</summary>
        /// <param name="layer">1-based.</param>
        /// <param name="kind">The MLP, or else all heads' queries, keys and values.</param>
        internal (int[] Edges, ImmutableArray<SweepCell> Cells) Cells(int layer, InputKind kind)
        {
            int[] inputs =
            [
                .. Enumerable.Range(0, graph.Inputs.Length)
                    .Where(i => graph.Inputs[i].Layer == layer && (graph.Inputs[i].Kind == InputKind.Mlp) == (kind == InputKind.Mlp)),
            ];
            var edges = new List<int>();
            var cells = ImmutableArray.CreateBuilder<SweepCell>();
            for (int group = 0; group < graph.Groups; group++)
            {
                int[] open = [.. inputs.Where(input => graph.Start(input, group) >= 0)];
                for (int source = 0; open.Length > 0 && source < graph.SourcesOf(open[0]); source++)
                {
                    if (Changed(source, group) is { Count: > 0 } tokens)
                    {
                        Tensor made = Made(layer, kind, source, tokens);
                        edges.AddRange(open.Select(input => graph.Start(input, group) + source));
                        cells.AddRange(open.Select(input => Cell(graph.Inputs[input], tokens, made)));
                    }
                }
            }

            return ([.. edges], cells.ToImmutable());
        }

        internal void ReadOut(Action<int, int, double> effect)
        {
            int input = graph.InputOf(InputKind.ReadOut, spec.Layers + 1);
            int[] tokens = [.. Enumerable.Range(0, pairs.Count).Select(row => (row * length) + pairs.ReadOut(graph, row))];
            var changed = new Tensor(tokens.Length, spec.Width); // [B, D]
            double[] before = Measured(-1);
            for (int source = 0; source < graph.SourcesOf(input); source++)
            {
                double[] after = Measured(source);
                for (int row = 0; row < tokens.Length; row++)
                {
                    effect(graph.Start(input, graph.ReadOut) + source, row, differences.Any(source, tokens[row]) ? before[row] - after[row] : 0);
                }
            }

            double[] Measured(int source)
            {
                for (int row = 0; row < tokens.Length; row++)
                {
                    plain.Final.Row(tokens[row]).CopyTo(changed.Row(row));
                    Add(source < 0 ? default : differences.Of(source, tokens[row]), changed.Row(row));
                }

                Tensor logits = model.Unembed(model.FinalNorm(changed)); // [B, V]
                return [.. pairs.Answers.Select((answers, row) => LogitMetrics.Difference(logits.Row(row), answers.Base, answers.Source))];
            }
        }

        /// <summary>The tokens of a group at which a source differs: row and position.</summary>
        private List<(int Row, int Position)> Changed(int source, int group)
        {
            var tokens = new List<(int, int)>();
            for (int row = 0; row < pairs.Count; row++)
            {
                for (int position = 0; position < length; position++)
                {
                    if (pairs.Groups[row][position] == group && differences.Any(source, (row * length) + position))
                    {
                        tokens.Add((row, position));
                    }
                }
            }

            return tokens;
        }

        /// <summary>What a layer makes of what it reads when one source is the source run's: [tokens, 3*H*K], or what its MLP adds, [tokens, D].</summary>
        private Tensor Made(int layer, InputKind kind, int source, List<(int Row, int Position)> tokens)
        {
            int count = tokens.Count;
            bool isMlp = kind == InputKind.Mlp;
            Tensor whole = isMlp ? plain.Middle(layer) : plain.Entering(layer);
            Tensor read = Tensor.Uninitialized(count, spec.Width);
            for (int i = 0; i < count; i++)
            {
                int token = (tokens[i].Row * length) + tokens[i].Position;
                whole.Row(token).CopyTo(read.Row(i));
                Add(differences.Of(source, token), read.Row(i));
            }

            Block block = model.Blocks[layer - 1];
            Tensor normal = Tensor.Uninitialized(count, spec.Width);
            (isMlp ? block.MlpNorm : block.AttentionNorm).Forward(read, count, normal, null);
            Tensor made = Tensor.Uninitialized(count, isMlp ? spec.MlpWidth : 3 * spec.Heads * spec.HeadWidth);
            (isMlp ? block.MlpInput : block.Qkv).Forward(normal, count, made);
            if (isMlp)
            {
                Gelu.Run(made.Pointer, made.Length, made.Pointer, null);
                block.MlpOutput.Forward(made, count, read);
            }

            GC.KeepAlive(normal);
            GC.KeepAlive(made);
            GC.KeepAlive(read);
            return isMlp ? read : made;
        }

        /// <summary>What one input makes of it, put in its place: an intervention for the first token of each row, one for the second, ...</summary>
        private SweepCell Cell(GraphInput input, List<(int Row, int Position)> tokens, Tensor made)
        {
            (SiteKind kind, int first, int width) = input.Kind switch
            {
                InputKind.Mlp => (SiteKind.MlpOut, 0, spec.Width),
                InputKind.Query => (SiteKind.AttentionQ, First(0), spec.HeadWidth),
                InputKind.Key => (SiteKind.AttentionK, First(1), spec.HeadWidth),
                _ => (SiteKind.AttentionV, First(2), spec.HeadWidth),
            };
            ILookup<int, int> byRow = Enumerable.Range(0, tokens.Count).ToLookup(i => tokens[i].Row);
            int most = byRow.Max(row => row.Count());
            ImmutableArray<float> none = [.. new float[width]];
            return new SweepCell(
            [
                .. Enumerable.Range(0, most).Select(turn =>
                {
                    int[] chosen = [.. Enumerable.Range(0, pairs.Count).Select(row => byRow[row].Skip(turn).FirstOrDefault(-1))];
                    return new Intervention.ReplaceWithEach(
                        Place.At(new Site(kind, input.Layer), TokenPositions.At(chosen.Select(i => i < 0 ? -1 : tokens[i].Position)), input.Head),
                        [.. chosen.Select(i => i < 0 ? none : [.. made.Row(i).Slice(first, width)])]);
                }),
            ]);

            int First(int part) => ((part * spec.Heads) + input.Head - 1) * spec.HeadWidth;
        }

        private static void Add(ReadOnlySpan<float> difference, Span<float> sum)
        {
            for (int i = 0; i < difference.Length; i++)
            {
                sum[i] += difference[i];
            }
        }
    }
}
