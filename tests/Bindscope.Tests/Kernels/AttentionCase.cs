using Bindscope.Model;
using Bindscope.Numerics;
using CsCheck;

namespace Bindscope.Tests.Kernels;

/// <summary>Random inputs of one shape, and what the kernel makes of them.</summary>
internal sealed record AttentionCase(int Batch, int Heads, int Width, SequenceLayout Layout, int Seed)
{
    public static Gen<AttentionCase> Any { get; } = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 3], Widths, Layouts, Gen.Int,
        (batch, heads, width, layout, seed) => new AttentionCase(batch, heads, width, layout, seed));

    private static Gen<int> Widths => Gen.OneOf(Gen.Int[3, 6].Select(power => 1 << power), Gen.Int[1, 36].Select(half => 2 * half));

    private static Gen<SequenceLayout> Layouts =>
        Gen.Select(Gen.Int[0, 70], Gen.Int[0, 7], Gen.Int[1, 20], (prefix, segments, length) =>
            prefix == 0 && segments == 0 ? new SequenceLayout(1) : new SequenceLayout(prefix, segments, segments == 0 ? 0 : length));

    public float[] Qkv { get; } = Floats(Seed, 0, Batch * Layout.Length * 3 * Heads * Width);

    public float[] Cosine { get; } = [.. Floats(Seed, 1, Layout.Length * Width / 2).Select(MathF.Cos)];

    public float[] Sine { get; } = [.. Floats(Seed, 1, Layout.Length * Width / 2).Select(MathF.Sin)];

    public float[] OutputGradient { get; } = Floats(Seed, 2, Batch * Layout.Length * Heads * Width);

    /// <summary>The kernel's output and gradient.</summary>
    public unsafe (float[] Output, float[] Gradient) Run(float scale = 1)
    {
        var plan = new AttentionPlan(Heads, Width, Layout.Length, Layout.Prefix, Layout.SegmentLength);
        Tensor qkv = Tensor.Of([.. Qkv.Select(value => value * scale)], Qkv.Length);
        (Tensor cosine, Tensor sine) = (Tensor.Of(Cosine, Cosine.Length), Tensor.Of(Sine, Sine.Length));
        Tensor given = Tensor.Of(OutputGradient, OutputGradient.Length);
        var (z, gradient) = (new Tensor(OutputGradient.Length), new Tensor(Qkv.Length));
        var statistics = new Tensor(Batch * Heads * plan.StatisticsFloats);
        FusedAttention.Forward(plan, Batch, qkv.Pointer, cosine.Pointer, sine.Pointer, z.Pointer, statistics.Pointer);
        FusedAttention.Backward(
            plan, Batch, qkv.Pointer, cosine.Pointer, sine.Pointer, statistics.Pointer, given.Pointer, gradient.Pointer);
        return (z.Values.ToArray(), gradient.Values.ToArray());
    }

    /// <summary>Roughly normal numbers from a seed, the same on every machine.</summary>
    private static float[] Floats(int seed, int stream, int count)
    {
        ulong state = ((ulong)(uint)seed << 8) + (ulong)stream;
        return [.. Enumerable.Range(0, count).Select(_ => Uniform() + Uniform() + Uniform() + Uniform())];

        float Uniform()
        {
            state += 0x9E3779B97F4A7C15;
            ulong z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (float)((z >> 40) / (double)(1 << 24) - 0.5) * 1.7f;
        }
    }
}
