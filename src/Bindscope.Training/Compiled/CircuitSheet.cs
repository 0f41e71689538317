using Bindscope.Model;

namespace Bindscope.Training.Compiled;

/// <summary>A model's weights as plain arrays, set one by one. Nothing is set at first. Layers 1-based, heads and components 0-based.</summary>
internal sealed class CircuitSheet
{
    private readonly ModelSpec spec;
    private readonly Dictionary<string, (long[] Shape, float[] Values)> tensors = new(StringComparer.Ordinal);

    internal CircuitSheet(ModelSpec spec)
    {
        this.spec = spec;
        int attention = spec.Heads * spec.HeadWidth;
        Add("embedding.weight", spec.Vocabulary, spec.Width);
        for (int layer = 1; layer <= spec.Layers; layer++)
        {
            Norm($"layers.{layer}.attention_norm.weight");
            Add($"layers.{layer}.attention.qkv.weight", 3 * attention, spec.Width);
            Add($"layers.{layer}.attention.output.weight", spec.Width, attention);
            Norm($"layers.{layer}.mlp_norm.weight");
            Add($"layers.{layer}.mlp.input.weight", spec.MlpWidth, spec.Width);
            Add($"layers.{layer}.mlp.output.weight", spec.Width, spec.MlpWidth);
        }

        Norm("final_norm.weight");
        Add("unembedding.weight", spec.Vocabulary, spec.Width);
    }

    /// <summary>The tensors by name, row by row.</summary>
    internal IReadOnlyDictionary<string, (long[] Shape, float[] Values)> Tensors => tensors;

    /// <summary>What LayerNorm multiplies by: an embedding with a constant of that size has about this standard deviation.</summary>
    internal static double Gain => Features.Size * Math.Sqrt(2.0 / Features.Width);

    /// <summary>What a token's embedding holds; the balance is kept.</summary>
    internal void Embed(int token, int feature, double value)
    {
        Set("embedding.weight", token, feature, value);
        Set("embedding.weight", token, Features.Balance, -value);
    }

    /// <summary>The constant, which has its own balance.</summary>
    internal void EmbedConstant(int token)
    {
        Set("embedding.weight", token, Features.Constant, Features.Size);
        Set("embedding.weight", token, Features.Negative, -Features.Size);
    }

    /// <summary>A token's logit rises with a feature.</summary>
    internal void Unembed(int token, int feature, double value) => Set("unembedding.weight", token, feature, value);

    /// <summary>A head's query component reads a feature. Scores are given as they enter the softmax.</summary>
    internal void Query(int layer, int head, int component, int feature, double score) =>
        Set(Qkv(layer), Row(0, head, component), feature, score * Math.Sqrt(spec.HeadWidth) / Unit(feature));

    /// <summary>A head's key component reads a feature.</summary>
    internal void Key(int layer, int head, int component, int feature, double value = 1) =>
        Set(Qkv(layer), Row(1, head, component), feature, value / Unit(feature));

    /// <summary>A head copies a feature of the token that it looks at into a feature of its own token.</summary>
    internal void Copy(int layer, int head, int component, int from, int into, double weight = 1)
    {
        Set(Qkv(layer), Row(2, head, component), from, 1 / Unit(from));
        int column = (head * spec.HeadWidth) + component;
        Set($"layers.{layer}.attention.output.weight", into, column, weight);
        Set($"layers.{layer}.attention.output.weight", Features.Balance, column, -weight);
    }

    /// <summary>A hidden unit of an MLP reads a feature.</summary>
    internal void Hidden(int layer, int unit, int feature, double value) =>
        Set($"layers.{layer}.mlp.input.weight", unit, feature, value / Unit(feature));

    /// <summary>A hidden unit of an MLP writes a feature.</summary>
    internal void Write(int layer, int unit, int feature, double value)
    {
        Set($"layers.{layer}.mlp.output.weight", feature, unit, value);
        Set($"layers.{layer}.mlp.output.weight", Features.Balance, unit, -value);
    }

    /// <summary>The constant counts as 1.</summary>
    private static double Unit(int feature) => feature == Features.Constant ? Features.Size : 1;

    private static string Qkv(int layer) => $"layers.{layer}.attention.qkv.weight";

    private int Row(int part, int head, int component) => (((part * spec.Heads) + head) * spec.HeadWidth) + component;

    private void Set(string tensor, int row, int column, double value)
    {
        (long[] shape, float[] values) = tensors[tensor];
        values[(row * shape[1]) + column] += (float)value;
    }

    private void Add(string name, params long[] shape) => tensors.Add(name, (shape, new float[shape.Aggregate(1L, (product, size) => product * size)]));

    private void Norm(string name)
    {
        Add(name, spec.Width);
        Array.Fill(tensors[name].Values, (float)Gain);
    }
}
