using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Analysis.Cumulative;

/// <summary>Replaces what chosen heads write at chosen tokens, the same in every row.</summary>
/// <param name="places">For each layer that has a part: the tokens and heads that are replaced, 0-based.</param>
/// <param name="means">What is put there, by layer [T,H,D]; null for zeros.</param>
internal sealed class AblationTap(
    IReadOnlyDictionary<int, (int Token, int Head)[]> places, IReadOnlyDictionary<int, Tensor>? means) : IActivationTap
{
    public bool Wants(Site site) => site.Kind == SiteKind.AttentionHead && places.ContainsKey(site.Layer);

    public Tensor? Visit(Site site, Tensor value)
    {
        Tensor changed = value.Clone(); // [B, T, H, D]
        for (int row = 0; row < changed.Size(0); row++)
        {
            foreach ((int token, int head) in places[site.Layer])
            {
                Span<float> vector = changed.Part(row).Part(token).Row(head);
                if (means is null)
                {
                    vector.Clear();
                }
                else
                {
                    means[site.Layer].Part(token).Row(head).CopyTo(vector);
                }
            }
        }

        return changed;
    }

    /// <summary>The tokens and heads of parts, by layer.</summary>
    internal static Dictionary<int, (int Token, int Head)[]> Places(IReadOnlyCollection<HeadPart> parts, int lines, int length) =>
        parts.GroupBy(part => part.Layer).ToDictionary(layer => layer.Key, layer =>
            layer.Distinct().SelectMany(part => Enumerable.Range(0, length)
                .Where(position => TokenKinds.At(position, lines) == part.Token)
                .Select(position => (position, part.Head - 1))).ToArray());
}
