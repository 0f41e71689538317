using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>Draws a model's first weights, tensor by tensor in their order, from one generator.</summary>
internal static class Initializer
{
    /// <summary>The same spec and seed give the same bytes.</summary>
    /// <returns>[N].</returns>
    internal static Tensor Draw(ModelSpec spec, ulong seed)
    {
        var random = new RandomTwister((uint)Mixed(seed));
        var flat = new Tensor(checked((int)spec.ParameterCount));
        foreach (ParameterTable.Entry entry in ParameterTable.Of(spec).Entries)
        {
            Span<float> part = flat.Values.Slice((int)entry.Start, (int)entry.Count);
            if (entry.Name.EndsWith("norm.weight", StringComparison.Ordinal))
            {
                part.Fill(1);
            }
            else if (entry.Shape.Length == 2)
            {
                random.FillNormal(part, StandardDeviation(spec, entry));
            }
            else if (spec.Initialization.OffsetHeads > 0 && entry.Name == "layers.1.attention.qkv.bias")
            {
                OffsetBias(spec, part);
            }
        }

        return flat;
    }

    /// <summary>The generator reads 32 bits of its seed; the finalizer of SplitMix64 lets all 64 count.</summary>
    private static ulong Mixed(ulong seed)
    {
        seed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
        seed = (seed ^ (seed >> 27)) * 0x94D049BB133111EB;
        return seed ^ (seed >> 31);
    }

    private static double StandardDeviation(ModelSpec spec, ParameterTable.Entry entry)
    {
        if (entry.Name == "embedding.weight")
        {
            return spec.Initialization.EmbeddingStd;
        }

        double std = spec.Initialization.Kind == InitializationKind.FanIn
            ? 1 / Math.Sqrt(entry.Shape[1])
            : spec.Initialization.NormalStd;
        bool writesToResidual = entry.Name.EndsWith(".output.weight", StringComparison.Ordinal);
        return writesToResidual && spec.Initialization.ScaleResidualOutputs ? std / Math.Sqrt(2 * spec.Layers) : std;
    }

    /// <summary>
    /// Every head's key bias is the same vector u with equal pairs, (a, 0) each. After the rotary embedding a key at position s holds u
    /// turned by s; a query at t whose bias is u turned by -offset scores highest where s = t - offset, and there
    /// |u|^2 / sqrt(K) = the strength that was asked for.
    /// </summary>
    private static void OffsetBias(ModelSpec spec, Span<float> bias)
    {
        const int Offsets = 4;
        int width = spec.HeadWidth;
        int half = width / 2;
        double size = Math.Sqrt(spec.Initialization.OffsetHeads * Math.Sqrt(width) / half);
        for (int head = 0; head < spec.Heads; head++)
        {
            for (int pair = 0; pair < half; pair++)
            {
                double angle = -(head % Offsets) * Math.Pow(spec.RopeBase, -2.0 * pair / width);
                int query = (head * width) + pair;
                bias[query] = (float)(size * Math.Cos(angle));
                bias[query + half] = (float)(size * Math.Sin(angle));
                bias[spec.AttentionWidth + query] = (float)size;
            }
        }
    }
}
