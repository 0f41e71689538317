using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;

namespace Bindscope.Training.Loop;

/// <summary>
/// Clamps attention: in every head of every layer the scores of the hash and the colon (and the queried variable, or every token behind) with the tokens
/// of some lines are minus infinity, so their weights are 0, and no gradient goes there.
/// </summary>
/// <param name="clamp">Which lines, and of which tokens.</param>
internal sealed class LineClamp(Clamp clamp) : IClamp
{
    public ClampTaps On(ReadOnlySpan<int> tokens, SequenceLayout layout) => new(new Tap(clamp, layout), null);

    private sealed class Tap(Clamp clamp, SequenceLayout layout) : IActivationTap
    {
        private readonly int first = Positions.Name(clamp.After + 1);
        private readonly int end = End(clamp);
        private readonly int[] looking = Looking(clamp, layout);

        public bool Wants(Site site) => site.Kind == SiteKind.AttentionScores;

        public Tensor? Visit(Site site, Tensor value)
        {
            Tensor clamped = value.Clone(); // [B, H, T, T]
            int length = layout.Length;
            for (int matrix = 0; matrix < clamped.Length; matrix += length * length)
            {
                foreach (int token in looking)
                {
                    clamped.Values.Slice(matrix + (token * length) + first, end - first).Fill(float.NegativeInfinity);
                }
            }

            return clamped;
        }

        /// <summary>The first token behind the clamped lines.</summary>
        private static int End(Clamp clamp) => Positions.Name(clamp.After + clamp.Lines + 1);

        private static int[] Looking(Clamp clamp, SequenceLayout layout)
        {
            if (clamp.EveryToken)
            {
                return [.. Enumerable.Range(End(clamp), layout.Length - End(clamp))];
            }

            int[] distances = ClampedTokens.Distances(clamp);
            return [.. Enumerable.Range(0, ClampedTokens.Queries(layout)).SelectMany(query =>
                distances.Select(distance => ClampedTokens.Token(layout, query, distance)))];
        }
    }
}
