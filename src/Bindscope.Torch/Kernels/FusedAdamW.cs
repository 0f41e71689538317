using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Bindscope.Torch.Kernels;

/// <summary>One update of AdamW in one pass over parameters, gradient and both moments.</summary>
/// <remarks>Loshchilov and Hutter 2019, as PyTorch computes it: decay, then moments, then a bias-corrected update. Libtorch's operations
/// need a dozen passes over memory, which for some hundred thousand parameters costs several times more.</remarks>
public static class FusedAdamW
{
    /// <summary>Whether the kernel can update these: float32 on the CPU, dense.</summary>
    /// <param name="parameters">The flat parameters.</param>
    public static bool Supports(Tensor parameters) => FusedAttention.Supports(parameters) && parameters.is_contiguous();

    /// <summary>Updates parameters and moments in place.</summary>
    /// <param name="parameters">[N].</param>
    /// <param name="gradient">[N], dense, on the CPU; not changed.</param>
    /// <param name="mean">[N]: running mean of the gradient.</param>
    /// <param name="square">[N]: running mean of the squared gradient.</param>
    /// <param name="update">The constants of this update.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static unsafe void Step(Tensor parameters, Tensor gradient, Tensor mean, Tensor square, AdamWUpdate update)
    {
        long length = parameters.numel();
        if (gradient.numel() != length || mean.numel() != length || square.numel() != length)
        {
            throw new ArgumentException("Parameters, gradient and moments must have the same length.", nameof(gradient));
        }
        fixed (byte* p = parameters.bytes, g = gradient.bytes, m = mean.bytes, v = square.bytes)
        {
            Step((float*)p, (float*)g, (float*)m, (float*)v, (nint)length, update);
        }
        // The pointers alone would let the finalizer free what the caller has no further use for.
        GC.KeepAlive(parameters);
        GC.KeepAlive(gradient);
        GC.KeepAlive(mean);
        GC.KeepAlive(square);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Step(float* parameters, float* gradient, float* mean, float* square, nint length, AdamWUpdate update)
    {
        float keepMean = (float)update.Beta1, addMean = (float)(1 - update.Beta1);
        float keepSquare = (float)update.Beta2, addSquare = (float)(1 - update.Beta2);
        float decay = (float)(1 - update.Rate * update.WeightDecay);
        float rate = (float)(update.Rate / (1 - Math.Pow(update.Beta1, update.Number)));
        float scale = (float)(1 / Math.Sqrt(1 - Math.Pow(update.Beta2, update.Number)));
        float epsilon = (float)update.Epsilon;
        nint i = 0;
        for (; i + 16 <= length; i += 16)
        {
            Vector512<float> g = Vector512.Load(gradient + i);
            Vector512<float> m = Vector512.Load(mean + i) * keepMean + g * addMean;
            Vector512<float> v = Vector512.Load(square + i) * keepSquare + g * g * addSquare;
            m.Store(mean + i);
            v.Store(square + i);
            Vector512<float> denominator = Vector512.Sqrt(v) * scale + Vector512.Create(epsilon);
            (Vector512.Load(parameters + i) * decay - m * rate / denominator).Store(parameters + i);
        }
        for (; i < length; i++)
        {
            float g = gradient[i];
            mean[i] = mean[i] * keepMean + g * addMean;
            square[i] = square[i] * keepSquare + g * g * addSquare;
            parameters[i] = parameters[i] * decay - mean[i] * rate / (MathF.Sqrt(square[i]) * scale + epsilon);
        }
    }
}
