using Bindscope.Model;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Cumulative;

/// <summary>Replaces what chosen heads write at chosen tokens, the same in every row.</summary>
/// <param name="masks">For each layer that has a part: 1 where a head's output is replaced, else 0; [T,H,1].</param>
/// <param name="replacements">For the same layers: what is put there; [T,H,D].</param>
internal sealed class AblationTap(IReadOnlyDictionary<int, Tensor> masks, IReadOnlyDictionary<int, Tensor> replacements) : IActivationTap
{
    public bool Wants(Site site) => site.Kind == SiteKind.AttentionHead && masks.ContainsKey(site.Layer);

    public Tensor? Visit(Site site, Tensor value) => // [B, T, H, D]
        value + ((replacements[site.Layer] - value) * masks[site.Layer]);

    /// <summary>Masks of parts.</summary>
    internal static Dictionary<int, Tensor> Masks(IReadOnlyCollection<HeadPart> parts, int lines, int length, int heads, Device device) =>
        parts.GroupBy(part => part.Layer).ToDictionary(layer => layer.Key, layer =>
        {
            var numbers = new float[length * heads];
            foreach (HeadPart part in layer)
            {
                foreach (int position in Enumerable.Range(0, length).Where(position => TokenKinds.At(position, lines) == part.Token))
                {
                    numbers[(position * heads) + part.Head - 1] = 1;
                }
            }

            return tensor(numbers, length, heads, 1, device: device); // [T, H, 1]
        });
}
