using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bindscope.Model;
using Bindscope.Model.Kernels;
using static TorchSharp.torch;

namespace Bindscope.Interventions.Recompute;

/// <summary>A LayerNorm of rows that are filled up with zeros to a multiple of 16.</summary>
internal sealed unsafe class PackedNorm : IDisposable
{
    private readonly int width;
    private readonly AlignedFloats weight;
    private readonly AlignedFloats bias;

    /// <summary>Copies the weights.</summary>
    /// <param name="weight">[D].</param>
    /// <param name="bias">[D] or null.</param>
    internal PackedNorm(Tensor weight, Tensor? bias)
    {
        width = (int)weight.size(0);
        this.weight = Copied(weight);
        this.bias = bias is null ? new AlignedFloats(AlignedFloats.Padded(width, 16)) : Copied(bias);
    }

    /// <summary>Normalizes rows.</summary>
    /// <param name="input">[rows, stride], zeros after the width.</param>
    /// <param name="stride">Floats between two rows, of input and output.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="output">[rows, stride]; zeros after the width.</param>
    internal void Run(float* input, int stride, int rows, float* output)
    {
        int full = width / 16 * 16;
        Vector512<float> inRest = Vector512.LessThan(Lanes.Index, Vector512.Create(width - full)).AsSingle();
        for (int row = 0; row < rows; row++)
        {
            float* from = input + ((nint)row * stride);
            float* to = output + ((nint)row * stride);
            Vector512<float> sum = default;
            for (int i = 0; i < width; i += 16)
            {
                sum += Vector512.Load(from + i);
            }

            Vector512<float> mean = Vector512.Create(Lanes.Sum(sum) / width);
            Vector512<float> squares = default;
            for (int i = 0; i < full; i += 16)
            {
                Vector512<float> centred = Vector512.Load(from + i) - mean;
                squares = Vector512.FusedMultiplyAdd(centred, centred, squares);
            }

            if (full < width)
            {
                Vector512<float> centred = Vector512.BitwiseAnd(Vector512.Load(from + full) - mean, inRest);
                squares = Vector512.FusedMultiplyAdd(centred, centred, squares);
            }

            float variance = Lanes.Sum(squares) / width;
            Vector512<float> factor = Vector512.Create((float)(1 / Math.Sqrt(variance + Transformer.NormEpsilon)));
            for (int i = 0; i < width; i += 16)
            {
                // The weight and bias are zero after the width, so the result is too.
                Vector512<float> normal = (Vector512.Load(from + i) - mean) * factor;
                Vector512.FusedMultiplyAdd(normal, Vector512.Load(weight.Pointer + i), Vector512.Load(bias.Pointer + i)).Store(to + i);
            }
        }
    }

    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }

    private static AlignedFloats Copied(Tensor values)
    {
        using Tensor host = values.detach().cpu().contiguous();
        ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(host.bytes);
        var copy = new AlignedFloats(AlignedFloats.Padded(numbers.Length, 16));
        numbers.CopyTo(new Span<float>(copy.Pointer, numbers.Length));
        return copy;
    }
}
