using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;

namespace Bindscope.Training.Loop;

/// <summary>
/// Clamps attention: in every head of every layer the scores of the hash and the colon (and the queried variable) with the tokens of some lines are
/// minus infinity, so their weights are 0, and no gradient goes there.
/// </summary>
/// <param name="clamp">Which lines, and of which tokens.</param>
/// <param name="queries">Queries of each row, which end it.</param>
internal sealed class ClampTap(Clamp clamp, int queries = 1) : IActivationTap
{
    private const int TokensOfAQuery = 3;

    /// <summary>Colon and hash, by their distance from a query's end; between them the queried variable.</summary>
    private readonly int[] fromTheEnd = clamp.QueryVariable ? [1, 2, TokensOfAQuery] : [1, TokensOfAQuery];

    public bool Wants(Site site) => site.Kind == SiteKind.AttentionScores;

    public Tensor? Visit(Site site, Tensor value)
    {
        Tensor clamped = value.Clone(); // [B, H, T, T]
        int length = value.Size(3);
        int first = Positions.Name(clamp.After + 1);
        int end = Positions.Name(clamp.After + clamp.Lines + 1);
        for (int last = length * length; last <= clamped.Length; last += length * length)
        {
            for (int query = 0; query < queries; query++)
            {
                foreach (int distance in fromTheEnd)
                {
                    int row = last - ((distance + (query * TokensOfAQuery)) * length);
                    clamped.Values.Slice(row + first, end - first).Fill(float.NegativeInfinity);
                }
            }
        }

        return clamped;
    }
}
