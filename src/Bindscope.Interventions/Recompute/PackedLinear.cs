using System.Runtime.InteropServices;
using Bindscope.Model.Kernels;
using static TorchSharp.torch;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// A linear layer of many rows with few inputs, on one thread. The weights lie in panels of 32 outputs, so that the inner loop reads them
/// in order and keeps 8 rows by 32 results in registers. Each result is one chain of additions over the inputs in their order, whatever the
/// other rows are: the same row gives the same bits in any company.
/// </summary>
internal sealed unsafe class PackedLinear : IDisposable
{
    /// <summary>Floats of the input that are walked through at once where the weights stay in the second-level cache.</summary>
    private const int FirstLevelFloats = 6144;

    /// <summary>Weights up to this many stay there. Of more, each panel is read once for all rows.</summary>
    private const int SecondLevelFloats = 65_536;

    private readonly AlignedFloats panels;
    private readonly AlignedFloats bias;
    private readonly int panelCount;
    private readonly int rowsAtOnce;

    /// <summary>Copies the weights.</summary>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs] or null.</param>
    internal PackedLinear(Tensor weight, Tensor? bias)
    {
        (Outputs, Inputs) = ((int)weight.size(0), (int)weight.size(1));
        Stride = AlignedFloats.Padded(Outputs, MatrixTiles.Columns);
        panelCount = Stride / MatrixTiles.Columns;
        int cached = FirstLevelFloats / Inputs / MatrixTiles.Rows * MatrixTiles.Rows;
        rowsAtOnce = (long)Inputs * Stride <= SecondLevelFloats ? Math.Max(MatrixTiles.Rows, cached) : int.MaxValue / 2;
        panels = new AlignedFloats((long)Stride * Inputs);
        this.bias = new AlignedFloats(Stride);
        using Tensor host = weight.detach().cpu().contiguous();
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(host.bytes);
        for (int output = 0; output < Outputs; output++)
        {
            float* column = panels.Pointer + ((nint)(output / MatrixTiles.Columns) * MatrixTiles.Columns * Inputs) + (output % MatrixTiles.Columns);
            for (int input = 0; input < Inputs; input++)
            {
                column[(nint)input * MatrixTiles.Columns] = values[(output * Inputs) + input];
            }
        }

        if (bias is not null)
        {
            using Tensor hostBias = bias.detach().cpu().contiguous();
            MemoryMarshal.Cast<byte, float>(hostBias.bytes).CopyTo(new Span<float>(this.bias.Pointer, Outputs));
        }
    }

    internal int Inputs { get; }

    internal int Outputs { get; }

    /// <summary>Floats of a row of results: the outputs, filled up with zeros to a multiple of 32.</summary>
    internal int Stride { get; }

    /// <summary>Multiplies.</summary>
    /// <param name="input">[rows, inputStride]; the first <see cref="Inputs"/> of each row are read.</param>
    /// <param name="inputStride">Floats between two rows.</param>
    /// <param name="rows">Number of rows. They are taken in eights: up to seven more are read, and their results written.</param>
    /// <param name="output">[rows, <see cref="Stride"/>]; overwritten.</param>
    internal void Run(float* input, int inputStride, int rows, float* output)
    {
        for (int first = 0; first < rows; first += rowsAtOnce)
        {
            int end = Math.Min(first + rowsAtOnce, rows);
            for (int panel = 0; panel < panelCount; panel++)
            {
                float* weights = panels.Pointer + ((nint)panel * MatrixTiles.Columns * Inputs);
                float* start = bias.Pointer + (panel * MatrixTiles.Columns);
                float* to = output + (panel * MatrixTiles.Columns);
                for (int row = first; row < end; row += MatrixTiles.Rows)
                {
                    MatrixTiles.Product(
                        input + ((nint)row * inputStride), inputStride, weights, Inputs, start, to + ((nint)row * Stride), Stride);
                }
            }
        }
    }

    /// <summary>What some of the inputs contribute, without the bias.</summary>
    /// <param name="input">The values of these inputs.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="output">[<see cref="Stride"/>]; overwritten.</param>
    internal void Part(ReadOnlySpan<float> input, int first, Span<float> output)
    {
        output[..Stride].Clear();
        for (int panel = 0; panel < panelCount; panel++)
        {
            Span<float> to = output.Slice(panel * MatrixTiles.Columns, MatrixTiles.Columns);
            float* weights = panels.Pointer + ((((nint)panel * Inputs) + first) * MatrixTiles.Columns);
            foreach (float value in input)
            {
                for (int i = 0; i < MatrixTiles.Columns; i++)
                {
                    to[i] += value * weights[i];
                }

                weights += MatrixTiles.Columns;
            }
        }
    }

    public void Dispose()
    {
        panels.Dispose();
        bias.Dispose();
    }
}
