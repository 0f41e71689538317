using System.Collections.Immutable;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Subspaces;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Abstraction;

/// <summary>Moves the vectors at a place as far as the patch would, but in a random direction: what mere disturbance does.</summary>
internal static class RandomMoves
{
    /// <summary>The answers of the cases that have the place.</summary>
    /// <returns>Rows that have it, and their answers.</returns>
    internal static (int[] Rows, int[] Answers) Answers(
        Transformer model, InterchangeGroup group, int layer, InterchangePlace place, Seed seed)
    {
        Tensor before = Entering.Of(model, layer, [.. group.Cases.Select(one => one.Programs.Base)]); // [B, T, D]
        Tensor after = Entering.Of(model, layer, [.. group.Cases.Select(one => one.Programs.Source)]); // [B, T, D]
        Tensor moved = before.Clone(); // [B, T, D]
        var present = new List<int>();
        for (int row = 0; row < group.Cases.Length; row++)
        {
            (ImmutableArray<int> to, ImmutableArray<int> from) = place.PositionsIn(group.Cases[row], group.Edit);
            RandomStream random = seed.Split(row).Stream();
            for (int i = 0; i < to.Length; i++)
            {
                double length = 0;
                Span<float> vector = moved.Part(row).Row(to[i]);
                ReadOnlySpan<float> source = after.Part(row).Row(from[i]);
                for (int j = 0; j < vector.Length; j++)
                {
                    length += Math.Pow(source[j] - vector[j], 2);
                }

                RandomSubspaces.Move(vector, Math.Sqrt(length), ref random);
            }

            if (to.Length > 0)
            {
                present.Add(row);
            }
        }

        int[] answers = Prompts.Answers(model, model.ResidualFrom(layer, moved, new SequenceLayout(moved.Size(1))));
        return ([.. present], [.. present.Select(row => answers[row])]);
    }
}
