using System.Collections.Immutable;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Generation;

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
        Tensor before = Entering.Of(model, layer, [.. pairs.Select(pair => pair.Programs.Base)]); // [B, T, D]
        Tensor after = Entering.Of(model, layer, [.. pairs.Select(pair => pair.Programs.Source)]); // [B, T, D]
        Tensor moved = before.Clone(); // [B, T, D]
        for (int row = 0; row < pairs.Count; row++)
        {
            RandomStream random = seed.Split(row).Stream();
            foreach (int position in pairs[row].Places)
            {
                ReadOnlySpan<float> from = before.Part(row).Row(position);
                ReadOnlySpan<float> to = after.Part(row).Row(position);
                double square = 0; // of the swap's change
                foreach (ImmutableArray<float> basis in subspace.Basis)
                {
                    double along = 0;
                    for (int i = 0; i < from.Length; i++)
                    {
                        along += basis[i] * (double)(to[i] - from[i]);
                    }

                    square += along * along;
                }

                RandomSubspaces.Move(moved.Part(row).Row(position), Math.Sqrt(square), ref random);
            }
        }

        return Prompts.Answers(model, model.ResidualFrom(layer, moved, new SequenceLayout(moved.Size(1))));
    }
}
