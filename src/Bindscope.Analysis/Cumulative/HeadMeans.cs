using Bindscope.Analysis.Recording;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Language;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Bindscope.Analysis.Cumulative;

/// <summary>What each head writes at each position, on average over programs.</summary>
internal sealed class HeadMeans
{
    private const int Block = 64;

    private readonly Dictionary<int, Tensor> byLayer;

    private HeadMeans(Dictionary<int, Tensor> byLayer) => this.byLayer = byLayer;

    /// <summary>By layer, [T,H,D].</summary>
    internal IReadOnlyDictionary<int, Tensor> ByLayer => byLayer;

    internal static HeadMeans Of(Transformer model, IReadOnlyList<SymbolicProgram> programs, CancellationToken cancellation)
    {
        var sums = new Dictionary<int, Tensor>();
        foreach (SymbolicProgram[] block in programs.Chunk(Block))
        {
            cancellation.ThrowIfCancellationRequested();
            var recorder = new ActivationRecorder(site => site.Kind == SiteKind.AttentionHead);
            var prompts = Prompts.Of(block);
            model.Residual(prompts.Tokens, prompts.Layout, recorder);
            for (int layer = 1; layer <= model.Spec.Layers; layer++)
            {
                Tensor heads = recorder[new Site(SiteKind.AttentionHead, layer)]; // [B, T, H, D]
                if (!sums.TryGetValue(layer, out Tensor? sum))
                {
                    sums[layer] = sum = new Tensor(heads.Shape[1..]); // [T, H, D]
                }

                for (int row = 0; row < block.Length; row++)
                {
                    TensorPrimitives.MultiplyAdd(heads.Part(row).Values, 1f / programs.Count, sum.Values, sum.Values);
                }
            }
        }

        return new HeadMeans(sums);
    }
}
