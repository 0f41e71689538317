using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Subspaces;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Alignment;

/// <summary>
/// Trains the first columns of a rotation so that swapping the subspace that they span gives the source's answer: Adam on any matrix of
/// that shape, of which the orthonormal factor of its QR decomposition is used.
/// </summary>
internal static class Rotation
{
    private const int Batch = 64;
    private const double Rate = 0.02;

    /// <summary>A fall of the loss by less than this share of its first value is none.</summary>
    private const double Still = 0.02;

    /// <summary>Trains.</summary>
    /// <param name="model">The model; its weights stay as they are.</param>
    /// <param name="layer">The layer whose input is rotated, 1-based.</param>
    /// <param name="pairs">What is learned from.</param>
    /// <param name="targets">The answers that are wanted, one a pair; null for the sources'.</param>
    /// <param name="rank">Dimensions.</param>
    /// <param name="steps">Gradient steps.</param>
    /// <param name="seed">Draws the first matrix and the batches.</param>
    /// <param name="cancellation">Stops between steps.</param>
    internal static (Subspace Subspace, double Loss, bool Converged) Train(
        Transformer model, int layer, SwapBatch pairs, int[]? targets, int rank, int steps, Seed seed, CancellationToken cancellation)
    {
        RandomStream random = seed.Stream();
        using DisposeScope scope = NewDisposeScope();
        int width = model.Spec.Width;
        float[] first = [.. Enumerable.Range(0, rank).SelectMany(_ => RandomSubspaces.Direction(width, ref random)).Select(value => (float)value)];
        Tensor matrix = tensor(first, rank, width, device: model.Device).t().contiguous().requires_grad_(); // [D, R]
        Tensor wanted = targets is null ? pairs.Answers : tensor(targets.Select(target => (long)target).ToArray(), device: model.Device); // [N]
        var adam = new Adam(matrix);
        var losses = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope one = NewDisposeScope();

            long[] chosen = [.. Enumerable.Range(0, Math.Min(Batch, pairs.Count)).Select(_ => (long)random.Next(pairs.Count))];
            Tensor rows = tensor(chosen, device: model.Device); // [B]
            Tensor loss = nn.functional.cross_entropy(pairs.Logits(model, layer, rows, linalg.qr(matrix).Q), wanted.index_select(0, rows));
            losses[step] = loss.item<float>();

            // Down to nothing at the end, so that the last steps settle.
            adam.Step(loss, Rate * (1 - ((double)step / steps)));
        }

        int tenth = Math.Max(1, steps / 10);
        double last = losses[^tenth..].Average();
        double before = losses[^(2 * tenth)..^tenth].Average();
        using IDisposable quiet = no_grad();
        float[] numbers = Rows.Numbers(linalg.qr(matrix).Q.t()); // [R, D]
        var subspace = Subspace.Spanning(numbers.Chunk(width).Select(row => Array.ConvertAll(row, value => (double)value)));
        return (subspace, last, before - last <= Still * losses[..tenth].Average());
    }
}
