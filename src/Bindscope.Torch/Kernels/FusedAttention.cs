using static TorchSharp.torch;

namespace Bindscope.Torch.Kernels;

/// <summary>
/// Rotary position embedding and masked softmax attention in one pass over each head, with its gradient, for short sequences on the CPU.
/// </summary>
/// <remarks>
/// At 27 to 90 tokens a head fits into the first-level cache, and libtorch spends most of its time in passes over memory and in launching
/// operations. Here one head at a time is loaded, rotated, attended and stored; masked cells are not computed (except in the last vector of
/// a row). One call runs on the calling thread alone; several threads may call at once. The same input gives the same bytes.
/// </remarks>
internal static class FusedAttention
{
    /// <summary>Whether the kernel can read a tensor: float32 on the CPU.</summary>
    public static bool Supports(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 && tensor.device_type == TorchSharp.DeviceType.CPU;

    /// <summary>Mixed values of every head.</summary>
    /// <param name="qkv">[B, T, 3*H*K], float32 on the CPU: queries, keys, values, each with head 1 first.</param>
    /// <param name="heads">H.</param>
    /// <param name="cosine">[T, K/2]: cosines of each token's position.</param>
    /// <param name="sine">[T, K/2].</param>
    /// <param name="layout">Which tokens see which; its length is T.</param>
    /// <returns>[B, T, H*K]; the caller owns it. Can be differentiated once with respect to <paramref name="qkv"/>.</returns>
    /// <exception cref="ArgumentException">Shapes, types or devices do not fit.</exception>
    public static Tensor Run(Tensor qkv, int heads, Tensor cosine, Tensor sine, SequenceLayout layout)
    {
        AttentionPlan plan = Plan(qkv, heads, cosine, sine, layout);
        Tensor output = empty(plan.Batch, plan.Tokens, plan.OutputStride);
        if (!is_grad_enabled() || !qkv.requires_grad)
        {
            Forward(plan, qkv, cosine, sine, output, null);
            return output;
        }
        // The graph holds what it needs; these two handles are not needed beyond this call.
        using (output)
        using (Tensor statistics = empty(plan.Batch, plan.Heads, plan.StatisticsFloats))
        {
            return FusedAttentionFunction.apply(qkv, new FusedAttentionFunction.Arguments(plan, cosine, sine, output, statistics));
        }
    }

    internal static unsafe void Forward(in AttentionPlan plan, Tensor qkv, Tensor cosine, Tensor sine, Tensor output, Tensor? statistics)
    {
        using Tensor input = qkv.contiguous();
        using Tensor cos = cosine.contiguous();
        using Tensor sin = sine.contiguous();
        fixed (byte* inputBytes = input.bytes, cosBytes = cos.bytes, sinBytes = sin.bytes, outputBytes = output.bytes)
        {
            fixed (byte* statisticsBytes = statistics is null ? default : statistics.bytes)
            {
                AttentionForward.Run(
                    plan, (float*)inputBytes, (float*)cosBytes, (float*)sinBytes, (float*)outputBytes, (float*)statisticsBytes);
            }
        }
        // The pointers alone would let the finalizer free what the caller has no further use for.
        GC.KeepAlive(output);
        GC.KeepAlive(statistics);
    }

    internal static unsafe Tensor Backward(
        in AttentionPlan plan, Tensor qkv, Tensor cosine, Tensor sine, Tensor statistics, Tensor outputGradient)
    {
        using Tensor input = qkv.contiguous();
        using Tensor cos = cosine.contiguous();
        using Tensor sin = sine.contiguous();
        using Tensor given = outputGradient.contiguous();
        Tensor gradient = empty(plan.Batch, plan.Tokens, plan.InputStride);
        fixed (byte* inputBytes = input.bytes, cosBytes = cos.bytes, sinBytes = sin.bytes, givenBytes = given.bytes)
        fixed (byte* statisticsBytes = statistics.bytes, gradientBytes = gradient.bytes)
        {
            AttentionBackward.Run(
                plan, (float*)inputBytes, (float*)cosBytes, (float*)sinBytes, (float*)statisticsBytes, (float*)givenBytes,
                (float*)gradientBytes);
        }
        GC.KeepAlive(statistics);
        return gradient;
    }

    private static AttentionPlan Plan(Tensor qkv, int heads, Tensor cosine, Tensor sine, SequenceLayout layout)
    {
        Require(qkv, 3, "[B, T, 3*H*K]", nameof(qkv));
        Require(cosine, 2, "[T, K/2]", nameof(cosine));
        Require(sine, 2, "[T, K/2]", nameof(sine));
        long tokens = qkv.size(1);
        long width = qkv.size(2) / (3 * heads);
        if (width * 3 * heads != qkv.size(2) || width % 2 != 0 || width == 0)
        {
            throw new ArgumentException(
                $"{qkv.size(2)} columns are not queries, keys and values of {heads} heads of even width.", nameof(qkv));
        }
        if (layout.Length != tokens)
        {
            throw new ArgumentException($"The layout has {layout.Length} tokens, the sequences have {tokens}.", nameof(layout));
        }
        if (cosine.size(0) != tokens || cosine.size(1) != width / 2 || sine.size(0) != tokens || sine.size(1) != width / 2)
        {
            throw new ArgumentException($"Cosines and sines must be [{tokens}, {width / 2}].", nameof(cosine));
        }
        return new AttentionPlan((int)qkv.size(0), heads, (int)width, layout);
    }

    private static void Require(Tensor tensor, int dimensions, string shape, string name)
    {
        if (tensor.dim() != dimensions || !Supports(tensor))
        {
            throw new ArgumentException($"Expected {shape}, float32 on the CPU.", name);
        }
    }
}
