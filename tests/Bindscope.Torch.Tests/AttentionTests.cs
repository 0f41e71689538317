using Bindscope.Model;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Model;

public sealed class AttentionTests
{
    [Fact]
    public void EveryKernelMixesTheSameValuesAndHasTheSameGradient() => Samples.Cases.Sample(
        sample =>
        {
            using DisposeScope scope = NewDisposeScope();
            (ModelSpec spec, SequenceLayout layout, int rows, ulong seed) = sample;
            using LayoutTables tables = LayoutTables.Of(layout, spec.HeadWidth, spec.RopeBase, CPU);
            using var generator = new Generator(seed, CPU);
            Tensor qkv = randn([rows, layout.Length, 3 * spec.AttentionWidth], generator: generator).requires_grad_();
            Tensor weight = randn([rows, layout.Length, spec.AttentionWidth], generator: generator);

            Tensor chosen = Attention.Fused(qkv, spec.Heads, tables, 0);
            Tensor scaledDotProduct = Attention.ScaledDotProduct(qkv, spec.Heads, tables, 0);
            Tensor stepByStep = StepByStep(qkv, spec, tables);
            Samples.Agree(Samples.Values(stepByStep), Samples.Values(chosen), "chosen kernel", 1e-5);
            Samples.Agree(Samples.Values(stepByStep), Samples.Values(scaledDotProduct), "libtorch's kernel", 1e-5);
            double[] expected = Gradient(stepByStep);
            Samples.Agree(expected, Gradient(chosen), "chosen kernel's gradient", 1e-5);
            Samples.Agree(expected, Gradient(scaledDotProduct), "libtorch's kernel's gradient", 1e-5);

            double[] Gradient(Tensor z) => Samples.Values(autograd.grad([(z * weight).sum()], [qkv])[0]);
        },
        iter: 60,
        threads: 1);

    private static Tensor StepByStep(Tensor qkv, ModelSpec spec, LayoutTables tables)
    {
        Tensor[] parts = qkv.unflatten(2, 3 * spec.Heads, spec.HeadWidth).split(spec.Heads, 2);
        Tensor q = Attention.Rotate(parts[0], tables.Cosine, tables.Sine);
        Tensor k = Attention.Rotate(parts[1], tables.Cosine, tables.Sine);
        return Attention.Mix(Attention.Scores(q, k, tables.Mask).softmax(-1), parts[2]).flatten(2);
    }
}
