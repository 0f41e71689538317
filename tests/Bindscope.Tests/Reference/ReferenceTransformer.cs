using Bindscope.Model;

namespace Bindscope.Tests.Reference;

/// <summary>
/// The Transformer of docs/model.md in loops over double[], slow and obvious: it reads the same weights by name and gives every site's
/// value, in the same order of elements as the tensors. One row of tokens at a time.
/// </summary>
/// <param name="spec">The model's shape.</param>
/// <param name="weights">Every tensor by name, row by row.</param>
internal sealed class ReferenceTransformer(ModelSpec spec, IReadOnlyDictionary<string, double[]> weights)
{
    /// <summary>Runs one row of tokens.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="prefix">Tokens of the shared prefix.</param>
    /// <param name="segmentLength">Tokens of each segment after it.</param>
    /// <param name="replace">Sees every site's value and returns what takes its place.</param>
    /// <returns>Every site's value after that, flattened.</returns>
    internal Dictionary<Site, double[]> Run(
        int[] tokens, int prefix, int segmentLength, Func<Site, double[], double[]>? replace = null)
    {
        var sites = new Dictionary<Site, double[]>();
        double[][] residual = [.. tokens.Select(token => Row(weights["embedding.weight"], token, spec.Width))];
        for (int layer = 1; layer <= spec.Layers; layer++)
        {
            residual = Vectors(SiteKind.ResidualIn, layer, residual);
            double[][] attention = Vectors(SiteKind.AttentionOut, layer, Attention(layer, residual));
            residual = Vectors(SiteKind.ResidualMid, layer, Sum(residual, attention));
            double[][] hidden = Vectors(SiteKind.MlpHidden, layer, Hidden(layer, residual));
            double[][] mlp = Vectors(SiteKind.MlpOut, layer, Each(hidden, x => Linear(layer, "mlp.output", x)));
            residual = Vectors(SiteKind.ResidualOut, layer, Sum(residual, mlp));
        }

        double[][] final = Each(residual, x => Norm("final_norm", x));
        Vectors(SiteKind.Logits, 0, Each(final, x => ReferenceMath.Linear(x, weights["unembedding.weight"], null)));
        return sites;

        double[][] Attention(int layer, double[][] stream)
        {
            int heads = spec.Heads;
            int width = spec.HeadWidth;
            double[][] qkv = Each(stream, x => Linear(layer, "attention.qkv", Norm($"layers.{layer}.attention_norm", x)));
            double[] q = Visit(SiteKind.AttentionQ, layer, [.. qkv.SelectMany(x => x[..(heads * width)])]);
            double[] k = Visit(SiteKind.AttentionK, layer, [.. qkv.SelectMany(x => x[(heads * width)..(2 * heads * width)])]);
            double[] v = Visit(SiteKind.AttentionV, layer, [.. qkv.SelectMany(x => x[(2 * heads * width)..])]);

            var scores = new double[heads * tokens.Length * tokens.Length];
            for (int head = 0; head < heads; head++)
            {
                double[][] queries = Rotated(q, head), keys = Rotated(k, head);
                for (int to = 0; to < tokens.Length; to++)
                {
                    for (int from = 0; from < tokens.Length; from++)
                    {
                        double product = queries[to].Zip(keys[from], (a, b) => a * b).Sum() / Math.Sqrt(width);
                        scores[(((head * tokens.Length) + to) * tokens.Length) + from] = Sees(to, from) ? product : double.NegativeInfinity;
                    }
                }
            }

            scores = Visit(SiteKind.AttentionScores, layer, scores);
            double[] pattern = Visit(
                SiteKind.AttentionPattern, layer, [.. scores.Chunk(tokens.Length).SelectMany(ReferenceMath.Softmax)]);

            var z = new double[tokens.Length * heads * width];
            for (int to = 0; to < tokens.Length; to++)
            {
                for (int head = 0; head < heads; head++)
                {
                    for (int from = 0; from < tokens.Length; from++)
                    {
                        double share = pattern[(((head * tokens.Length) + to) * tokens.Length) + from];
                        double[] value = Head(v, from, head);
                        for (int i = 0; i < width; i++)
                        {
                            z[(((to * heads) + head) * width) + i] += share * value[i];
                        }
                    }
                }
            }

            z = Visit(SiteKind.AttentionZ, layer, z);
            var contributions = new double[tokens.Length * heads * spec.Width];
            double[] output = weights[$"layers.{layer}.attention.output.weight"];
            for (int to = 0; to < tokens.Length; to++)
            {
                for (int head = 0; head < heads; head++)
                {
                    double[] mixed = Head(z, to, head);
                    for (int d = 0; d < spec.Width; d++)
                    {
                        for (int i = 0; i < width; i++)
                        {
                            contributions[(((to * heads) + head) * spec.Width) + d] +=
                                output[(d * heads * width) + (head * width) + i] * mixed[i];
                        }
                    }
                }
            }

            contributions = Visit(SiteKind.AttentionHead, layer, contributions);
            double[]? bias = weights.GetValueOrDefault($"layers.{layer}.attention.output.bias");
            return
            [
                .. contributions.Chunk(heads * spec.Width).Select(token =>
                    token.Chunk(spec.Width).Aggregate(bias ?? new double[spec.Width], ReferenceMath.Add)),
            ];

            double[][] Rotated(double[] all, int head) =>
                [.. Enumerable.Range(0, tokens.Length).Select(at => ReferenceMath.Rotate(Head(all, at, head), Position(at), spec.RopeBase))];

            double[] Head(double[] all, int token, int head) => Row(all, (token * heads) + head, width);
        }

        int Position(int token)
        {
            while (token >= prefix + segmentLength && segmentLength > 0)
            {
                token -= segmentLength;
            }

            return token;
        }

        bool Sees(int to, int from)
        {
            if (from < prefix || segmentLength == 0)
            {
                return from <= to;
            }

            bool sameSegment = to - Position(to) == from - Position(from);
            return sameSegment && from <= to;
        }

        double[] Visit(SiteKind kind, int layer, double[] value)
        {
            var site = new Site(kind, layer);
            return sites[site] = replace is null ? value : replace(site, value);
        }

        double[][] Vectors(SiteKind kind, int layer, double[][] value)
        {
            double[] visited = Visit(kind, layer, [.. value.SelectMany(x => x)]);
            return [.. visited.Chunk(visited.Length / value.Length)];
        }
    }

    private static double[] Row(double[] matrix, int row, int width) => matrix[(row * width)..((row + 1) * width)];

    private static double[][] Each(double[][] vectors, Func<double[], double[]> step) => [.. vectors.Select(step)];

    private static double[][] Sum(double[][] a, double[][] b) => [.. a.Zip(b, ReferenceMath.Add)];

    private double[][] Hidden(int layer, double[][] residual) => Each(
        residual,
        x => [.. Linear(layer, "mlp.input", Norm($"layers.{layer}.mlp_norm", x)).Select(ReferenceMath.Gelu)]);

    private double[] Norm(string name, double[] x) =>
        ReferenceMath.LayerNorm(x, weights[name + ".weight"], weights.GetValueOrDefault(name + ".bias"));

    private double[] Linear(int layer, string name, double[] x) => ReferenceMath.Linear(
        x, weights[$"layers.{layer}.{name}.weight"], weights.GetValueOrDefault($"layers.{layer}.{name}.bias"));
}
