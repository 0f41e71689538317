using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Tokens;

namespace Bindscope.Training.Loop;

/// <summary>
/// Clamps attention: in every head of every layer the scores of the hash and the colon with the tokens of some lines are minus infinity, so their
/// weights are 0, and no gradient goes there.
/// </summary>
/// <param name="lines">So many lines.</param>
/// <param name="after">Lines before them that stay visible.</param>
/// <param name="queries">Queries of each row, which end it.</param>
internal sealed class ClampTap(int lines, int after = 0, int queries = 1) : IActivationTap
{
    private const int TokensOfAQuery = 3;

    /// <summary>Hash and colon, by their distance from a query's end.</summary>
    private static readonly int[] FromTheEnd = [1, TokensOfAQuery];

    public bool Wants(Site site) => site.Kind == SiteKind.AttentionScores;

    public Tensor? Visit(Site site, Tensor value)
    {
        Tensor clamped = value.Clone(); // [B, H, T, T]
        int length = value.Size(3);
        int first = Positions.Name(after + 1);
        for (int last = length * length; last <= clamped.Length; last += length * length)
        {
            for (int query = 0; query < queries; query++)
            {
                foreach (int distance in FromTheEnd)
                {
                    int row = last - ((distance + (query * TokensOfAQuery)) * length);
                    clamped.Values.Slice(row + first, Positions.Name(after + lines + 1) - first).Fill(float.NegativeInfinity);
                }
            }
        }

        return clamped;
    }
}
