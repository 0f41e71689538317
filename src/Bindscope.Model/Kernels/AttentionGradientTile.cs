using System.Runtime.Intrinsics;

namespace Bindscope.Model.Kernels;

/// <summary>The inner loops of the backward pass on one block of eight query rows and sixteen columns.</summary>
/// <param name="width">Distance between two rows of queries, keys, values and their gradients.</param>
/// <param name="stride">Distance between two rows of weights.</param>
/// <param name="keys">Keys that the block sees.</param>
internal readonly unsafe struct AttentionGradientTile(nint width, nint stride, int keys)
{
    /// <summary>gradient[r] = sum over j of weights[r, j] * rows[j], for the eight rows of the block.</summary>
    public void AddQueryGradients(float* weights, float* rows, float* gradient) =>
        AttentionTiles.Mix(weights, stride, rows, width, keys, gradient);

    /// <summary>gradient[j] += sum over r of weights[r, j] * rows[r], for every key.</summary>
    public void AddKeyGradients(float* weights, float* rows, float* gradient)
    {
        Vector512<float> r0 = Vector512.Load(rows);
        Vector512<float> r1 = Vector512.Load(rows + width);
        Vector512<float> r2 = Vector512.Load(rows + 2 * width);
        Vector512<float> r3 = Vector512.Load(rows + 3 * width);
        Vector512<float> r4 = Vector512.Load(rows + 4 * width);
        Vector512<float> r5 = Vector512.Load(rows + 5 * width);
        Vector512<float> r6 = Vector512.Load(rows + 6 * width);
        Vector512<float> r7 = Vector512.Load(rows + 7 * width);
        float* lower = weights + 4 * stride;
        nint stride3 = 3 * stride;
        for (int j = 0; j < keys; j++)
        {
            // Two sums, so that the additions of one need not wait for those of the other.
            Vector512<float> first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[0]), r0, Vector512.Load(gradient));
            Vector512<float> second = Vector512.Create(lower[0]) * r4;
            first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[stride]), r1, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(lower[stride]), r5, second);
            first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[2 * stride]), r2, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(lower[2 * stride]), r6, second);
            first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[stride3]), r3, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(lower[stride3]), r7, second);
            (first + second).Store(gradient);
            gradient += width;
            weights++;
            lower++;
        }
    }
}
