using System.Collections.Immutable;

namespace Bindscope.Model;

/// <summary>Name, shape and place of every tensor of a model, in the order of the flat tensor and of the weights file.</summary>
internal sealed record ParameterTable(ImmutableArray<ParameterTable.Entry> Entries, long Length)
{
    /// <summary>
    /// One tensor: where it starts in the flat tensor, how many elements it has, and whether it belongs to a linear layer of a block.
    /// </summary>
    internal sealed record Entry(string Name, long[] Shape, long Start, long Count, bool InLinearLayer)
    {
        /// <summary>The shape as the sizes of a tensor in memory.</summary>
        internal int[] IntShape() => Array.ConvertAll(Shape, size => checked((int)size));
    }

    /// <summary>The blocks' weight matrices, queries, keys and values apart.</summary>
    internal IEnumerable<WeightMatrix> Matrices() =>
        from entry in Entries
        where entry.InLinearLayer && entry.Shape.Length == 2
        let parts = entry.Name.EndsWith("attention.qkv.weight", StringComparison.Ordinal) ? 3 : 1
        let count = (int)entry.Count / parts
        from part in Enumerable.Range(0, parts)
        select new WeightMatrix((int)entry.Start + part * count, (int)entry.Shape[0] / parts, (int)entry.Shape[1]);

    /// <summary>The table of a spec.</summary>
    internal static ParameterTable Of(ModelSpec spec)
    {
        var entries = ImmutableArray.CreateBuilder<Entry>();
        long start = 0;
        bool normBias = spec.Biases != Biases.None;
        bool linearBias = spec.Biases == Biases.All;

        Add("embedding.weight", false, spec.Vocabulary, spec.Width);
        for (int layer = 1; layer <= spec.Layers; layer++)
        {
            Norm($"layers.{layer}.attention_norm");
            Linear($"layers.{layer}.attention.qkv", 3 * spec.AttentionWidth, spec.Width);
            Linear($"layers.{layer}.attention.output", spec.Width, spec.AttentionWidth);
            Norm($"layers.{layer}.mlp_norm");
            Linear($"layers.{layer}.mlp.input", spec.MlpWidth, spec.Width);
            Linear($"layers.{layer}.mlp.output", spec.Width, spec.MlpWidth);
        }

        Norm("final_norm");
        Add("unembedding.weight", false, spec.Vocabulary, spec.Width);
        return new ParameterTable(entries.ToImmutable(), start);

        void Norm(string name)
        {
            Add(name + ".weight", false, spec.Width);
            if (normBias)
            {
                Add(name + ".bias", false, spec.Width);
            }
        }

        void Linear(string name, long outputs, long inputs)
        {
            Add(name + ".weight", true, outputs, inputs);
            if (linearBias)
            {
                Add(name + ".bias", true, outputs);
            }
        }

        void Add(string name, bool inLinearLayer, params long[] shape)
        {
            long count = shape.Aggregate(1L, (product, size) => product * size);
            entries.Add(new Entry(name, shape, start, count, inLinearLayer));
            start += count;
        }
    }
}
