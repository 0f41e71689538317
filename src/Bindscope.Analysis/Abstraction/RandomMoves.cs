using System.Collections.Immutable;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Subspaces;
using Bindscope.Interventions.Metrics;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Tokens;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Abstraction;

/// <summary>Moves the vectors at a place as far as the patch would, but in a random direction: what mere disturbance does.</summary>
internal static class RandomMoves
{
    /// <summary>The answers of the cases that have the place.</summary>
    /// <returns>Rows that have it, and their answers.</returns>
    internal static (int[] Rows, int[] Answers) Answers(
        Transformer model, InterchangeGroup group, int layer, InterchangePlace place, Seed seed)
    {
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor before = Entering.Of(model, layer, [.. group.Cases.Select(one => one.Programs.Base)]); // [B, T, D]
        Tensor after = Entering.Of(model, layer, [.. group.Cases.Select(one => one.Programs.Source)]); // [B, T, D]
        Tensor moved = before.clone(); // [B, T, D]
        var present = new List<int>();
        for (int row = 0; row < group.Cases.Length; row++)
        {
            (ImmutableArray<int> to, ImmutableArray<int> from) = place.PositionsIn(group.Cases[row], group.Edit);
            RandomStream random = seed.Split(row).Stream();
            for (int i = 0; i < to.Length; i++)
            {
                Tensor was = before[row, to[i]]; // [D]
                float[] numbers = [.. RandomSubspaces.Direction(model.Spec.Width, ref random).Select(value => (float)value)];
                Tensor direction = tensor(numbers, device: was.device); // [D]
                moved[row, to[i]].copy_(was + (direction * ((after[row, from[i]] - was).norm() / direction.norm())));
            }

            if (to.Length > 0)
            {
                present.Add(row);
            }
        }

        Tensor residual = model.ResidualFrom(layer, moved, new SequenceLayout((int)moved.size(1))); // [B, T, D]
        Tensor logits = model.Unembed(residual.select(1, residual.size(1) - 1)).narrow(-1, 0, Tokenizer.DigitCount); // [B, 10]
        int[] answers = [.. Rows.Numbers(logits).Chunk(Tokenizer.DigitCount).Select(row => LogitMetrics.Top(row))];
        return ([.. present], [.. present.Select(row => answers[row])]);
    }
}
