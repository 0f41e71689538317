using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Bindscope.Torch.Kernels;

/// <summary>A linear layer, x W^T + b, with its gradients, on the CPU.</summary>
/// <remarks>
/// For machines with 512-bit vectors, which the matrix library inside libtorch does not use on every processor that has them: there one
/// thread here does more than twice the work of one thread there. One call runs on the calling thread alone; several threads may call at
/// once. The same input gives the same bytes, and a row's result does not depend on the other rows of the batch.
/// </remarks>
internal static class FusedLinear
{
    /// <summary>The inner loops work on this many columns at once.</summary>
    private const int Multiple = MatrixTiles.Columns;

    /// <summary>Widest matrix for which a panel stays in the second-level cache.</summary>
    private const int Widest = 2048;

    /// <summary>From this many threads on, libtorch's own product is faster, because it uses all of them.</summary>
    private const int ManyThreads = 3;

    /// <summary>Whether the kernel can take these: float32 on the CPU, dense, widths that are multiples of 32, 512-bit vectors.</summary>
    /// <param name="x">[..., I].</param>
    /// <param name="weight">[O, I].</param>
    public static bool Supports(Tensor x, Tensor weight) =>
        Vector512.IsHardwareAccelerated && get_num_threads() < ManyThreads
        && FusedAttention.Supports(x) && weight.dtype == ScalarType.Float32 && weight.is_contiguous() && Fits(weight.size(0)) && Fits(weight.size(1));

    /// <summary>The layer's output.</summary>
    /// <param name="x">[..., I].</param>
    /// <param name="weight">[O, I].</param>
    /// <param name="bias">[O], or null.</param>
    /// <returns>[..., O]; the caller owns it. Can be differentiated once.</returns>
    public static Tensor Run(Tensor x, Tensor weight, Tensor? bias)
    {
        long[] shape = x.shape;
        shape[^1] = weight.size(0);
        Tensor output = empty(shape);
        if (!is_grad_enabled() || !(x.requires_grad || weight.requires_grad || bias is { requires_grad: true }))
        {
            Forward(x, weight, bias, output);
            return output;
        }
        using (output)
        {
            return FusedLinearFunction.apply(x, weight, bias!, new FusedLinearFunction.Result(output));
        }
    }

    internal static unsafe void Forward(Tensor x, Tensor weight, Tensor? bias, Tensor output)
    {
        int inputs = (int)weight.size(1);
        int outputs = (int)weight.size(0);
        using Tensor dense = x.contiguous();
        int rows = (int)(dense.numel() / inputs);
        Scratch scratch = Scratch.Rent((long)inputs * outputs + outputs + MatrixTiles.Rows * (inputs + outputs));
        float* panels = scratch.Take(inputs * outputs);
        float* start = scratch.Take(outputs);
        float* edge = scratch.Take(MatrixTiles.Rows * (inputs + outputs));
        fixed (byte* denseBytes = dense.bytes, weightBytes = weight.bytes, outputBytes = output.bytes)
        {
            MatrixProducts.PackTransposed((float*)weightBytes, outputs, inputs, panels);
            bias?.bytes.CopyTo(new Span<byte>(start, outputs * sizeof(float)));
            MatrixProducts.Product((float*)denseBytes, rows, inputs, panels, outputs, start, edge, (float*)outputBytes);
        }
        // The pointers alone would let the finalizer free what the caller has no further use for.
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        GC.KeepAlive(output);
    }

    /// <summary>Gradient of the input, [..., I].</summary>
    internal static unsafe Tensor InputGradient(Tensor weight, Tensor outputGradient, long[] shape)
    {
        int inputs = (int)weight.size(1);
        int outputs = (int)weight.size(0);
        int rows = (int)(outputGradient.numel() / outputs);
        Tensor gradient = empty(shape);
        Scratch scratch = Scratch.Rent((long)inputs * outputs + inputs + MatrixTiles.Rows * (inputs + outputs));
        float* panels = scratch.Take(inputs * outputs);
        float* start = scratch.Take(inputs);
        float* edge = scratch.Take(MatrixTiles.Rows * (inputs + outputs));
        fixed (byte* weightBytes = weight.bytes, givenBytes = outputGradient.bytes, gradientBytes = gradient.bytes)
        {
            MatrixProducts.Pack((float*)weightBytes, outputs, inputs, panels);
            MatrixProducts.Product((float*)givenBytes, rows, outputs, panels, inputs, start, edge, (float*)gradientBytes);
        }
        GC.KeepAlive(weight);
        GC.KeepAlive(outputGradient);
        return gradient;
    }

    /// <summary>Gradient of the weight, [O, I].</summary>
    internal static unsafe Tensor WeightGradient(Tensor x, Tensor outputGradient, long[] shape)
    {
        int outputs = (int)shape[0];
        int inputs = (int)shape[1];
        using Tensor dense = x.contiguous();
        Tensor gradient = empty(shape);
        fixed (byte* denseBytes = dense.bytes, givenBytes = outputGradient.bytes, gradientBytes = gradient.bytes)
        {
            int rows = (int)(outputGradient.numel() / outputs);
            MatrixProducts.ProductOfTransposed((float*)givenBytes, outputs, (float*)denseBytes, inputs, rows, (float*)gradientBytes);
        }
        GC.KeepAlive(outputGradient);
        return gradient;
    }

    /// <summary>Gradient of the bias, [O].</summary>
    internal static unsafe Tensor BiasGradient(Tensor outputGradient, long outputs)
    {
        Tensor gradient = empty(outputs);
        fixed (byte* givenBytes = outputGradient.bytes, gradientBytes = gradient.bytes)
        {
            int rows = (int)(outputGradient.numel() / outputs);
            MatrixProducts.ColumnSums((float*)givenBytes, rows, (int)outputs, (float*)gradientBytes);
        }
        GC.KeepAlive(outputGradient);
        return gradient;
    }

    private static bool Fits(long width) => width is > 0 and <= Widest && width % Multiple == 0;
}
