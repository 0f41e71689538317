using System.Runtime.InteropServices;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Tests.Reference;
using CsCheck;

namespace Bindscope.Tests.Model;

/// <summary>Random small models, layouts and tokens, and the reference that reads the same weights.</summary>
internal static class Samples
{
    /// <summary>
    /// Every kind of biases, head widths that do and do not multiply to the width, long and short rotary bases; most of them narrower than a
    /// vector of the processor, some wider.
    /// </summary>
    internal static readonly Gen<ModelSpec> Specs =
        from layers in Gen.Int[1, 3]
        from heads in Gen.Int[1, 3]
        from wide in Gen.Int[0, 3]
        from halfHead in wide == 0 ? Gen.Int[4, 20] : Gen.Int[1, 3]
        from width in wide == 0 ? Gen.Int[17, 70] : Gen.Int[4, 12]
        from mlp in wide == 0 ? Gen.Int[17, 80] : Gen.Int[1, 16]
        from vocabulary in Gen.Int[2, 11]
        from biases in Gen.Enum<Biases>()
        from ropeBase in Gen.OneOf(Gen.Const(10.0), Gen.Const(100.0), Gen.Const(10_000.0))
        select Spec(layers, heads, 2 * halfHead, width, mlp, vocabulary, biases, ropeBase);

    internal static readonly Gen<SequenceLayout> Layouts =
        from prefix in Gen.Int[0, 7]
        from segments in Gen.Int[0, 3]
        from length in Gen.Int[1, 3]
        select segments == 0 ? new SequenceLayout(prefix + 1) : new SequenceLayout(prefix, segments, length);

    /// <summary>A spec, a layout, a number of rows and a seed for weights and tokens.</summary>
    internal static readonly Gen<(ModelSpec Spec, SequenceLayout Layout, int Rows, ulong Seed)> Cases =
        Gen.Select(Specs, Layouts, Gen.Int[1, 2], Gen.ULong[0, 1_000_000]);

    internal static ModelSpec Spec(
        int layers = 2,
        int heads = 2,
        int headWidth = 4,
        int width = 8,
        int mlp = 12,
        int vocabulary = 7,
        Biases biases = Biases.All,
        double ropeBase = 10,
        double dropout = 0) =>
        new(layers, heads, headWidth, width, mlp, vocabulary, 64, biases, ropeBase, dropout, new Initialization());

    /// <summary>A model in which every weight is random, the LayerNorms' and the biases too.</summary>
    internal static Transformer Model(ModelSpec spec, ulong seed)
    {
        Transformer model = Transformer.Create(spec, seed);
        Tensor weights = Normal(seed, model.Parameters.Flat.Length);
        foreach (ref float weight in weights.Values)
        {
            weight = 0.1f + (0.5f * weight);
        }

        model.Parameters.WriteAll(weights.Values);
        return model;
    }

    internal static int[] Tokens(ModelSpec spec, int count, ulong seed)
    {
        var random = new Random((int)(seed % int.MaxValue));
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(spec.Vocabulary))];
    }

    /// <summary>Normal numbers of mean 0 and deviation 1.</summary>
    internal static Tensor Normal(ulong seed, params int[] shape)
    {
        var numbers = new Tensor(shape);
        new RandomTwister((uint)seed).FillNormal(numbers.Values, 1);
        return numbers;
    }

    internal static ReferenceTransformer Reference(Transformer model) => new(
        model.Spec,
        model.Parameters.Names.ToDictionary(name => name, name => Values(model.Parameters[name]), StringComparer.Ordinal));

    internal static double[] Values(Tensor value) => Values(value.Values);

    internal static double[] Values(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);

    internal static byte[] Bytes(Tensor value) => Bytes(value.Values);

    internal static byte[] Bytes(ReadOnlySpan<float> values) => MemoryMarshal.AsBytes(values).ToArray();

    /// <summary>Every site of a model, in the order of a forward pass.</summary>
    internal static IEnumerable<Site> Sites(ModelSpec spec) =>
        Enumerable.Range(1, spec.Layers)
            .SelectMany(layer => SiteKinds.All.Where(kind => kind != SiteKind.Logits).Select(kind => new Site(kind, layer)))
            .Append(new Site(SiteKind.Logits, 0));

    /// <summary>Fails unless the values agree within a share of the largest of them, the infinities exactly.</summary>
    internal static void Agree(double[] expected, double[] actual, string where, double tolerance = 2e-4)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 1 + expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            bool agree = double.IsFinite(expected[i])
                ? Math.Abs(expected[i] - actual[i]) <= tolerance * scale
                : expected[i].Equals(actual[i]);
            Assert.True(agree, $"{where}[{i}]: expected {expected[i]}, got {actual[i]}");
        }
    }
}
