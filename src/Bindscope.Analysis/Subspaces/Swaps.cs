using System.Collections.Immutable;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Tokens;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Subspaces;

/// <summary>Swaps parts of the vectors that enter one layer, and reads the answers.</summary>
internal sealed class Swaps(Transformer model, int layer, Work work)
{
    private readonly Site site = new(SiteKind.ResidualIn, layer);

    /// <summary>Swaps subspaces, each in a run of its own.</summary>
    /// <param name="pairs">Base and source, and where.</param>
    /// <param name="subspaces">The subspaces; null for the whole vector.</param>
    /// <returns>The answers: subspace after subspace, in it pair after pair.</returns>
    internal int[][] Answers(IReadOnlyList<SwapPair> pairs, IReadOnlyList<Subspace?> subspaces)
    {
        var place = Place.At(site, new TokenPositions.PerRow([.. pairs.Select(pair => pair.Places)]));
        ImmutableArray<SweepCell> cells =
        [
            .. subspaces.Select(subspace => new SweepCell(
                [subspace is null ? new Intervention.Patch(place) : new Intervention.SwapSubspace(place, subspace)])),
        ];
        SweepResult result = Sweep.Run(
            model,
            RoleSweep.Request([.. pairs.Select(pair => pair.Programs)], cells),
            new SweepOptions(work.Workers),
            null,
            work.Cancellation);
        return
        [
            .. Enumerable.Range(0, cells.Length).Select(cell =>
                Enumerable.Range(0, pairs.Count).Select(row => LogitMetrics.Top(result.Logits(cell, row))).ToArray()),
        ];
    }

    /// <summary>Moves each vector in a random direction, as far as the swap of a subspace would move it.</summary>
    internal int[] AnswersOfEqualNorm(IReadOnlyList<SwapPair> pairs, Subspace subspace, Seed seed)
    {
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor before = Entering.Of(model, layer, [.. pairs.Select(pair => pair.Programs.Base)]); // [B, T, D]
        Tensor after = Entering.Of(model, layer, [.. pairs.Select(pair => pair.Programs.Source)]); // [B, T, D]
        Tensor basis = stack(subspace.Basis.Select(direction => tensor(direction.ToArray(), device: before.device))); // [R, D]
        Tensor moved = before.clone(); // [B, T, D]
        for (int row = 0; row < pairs.Count; row++)
        {
            RandomStream random = seed.Split(row).Stream();
            foreach (int position in pairs[row].Places)
            {
                Tensor length = basis.matmul(after[row, position] - before[row, position]).norm(); // scalar: the swap's change
                float[] numbers = [.. RandomSubspaces.Direction(model.Spec.Width, ref random).Select(value => (float)value)];
                Tensor direction = tensor(numbers, device: before.device); // [D]
                moved[row, position].copy_(before[row, position] + (direction * (length / direction.norm())));
            }
        }

        Tensor residual = model.ResidualFrom(layer, moved, new SequenceLayout((int)moved.size(1))); // [B, T, D]
        Tensor logits = model.Unembed(residual.select(1, residual.size(1) - 1)).narrow(-1, 0, Tokenizer.DigitCount); // [B, 10]
        return [.. Rows.Numbers(logits).Chunk(Tokenizer.DigitCount).Select(row => LogitMetrics.Top(row))];
    }
}
