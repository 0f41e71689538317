using Bindscope.Analysis.Recording;
using Bindscope.Model;
using Bindscope.Programs.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Cumulative;

/// <summary>What each head writes at each position, on average over programs.</summary>
internal sealed class HeadMeans : IDisposable
{
    private const int Block = 64;

    private readonly Dictionary<int, Tensor> byLayer;

    private HeadMeans(Dictionary<int, Tensor> byLayer) => this.byLayer = byLayer;

    /// <summary>By layer, [T,H,D].</summary>
    internal IReadOnlyDictionary<int, Tensor> ByLayer => byLayer;

    internal static HeadMeans Of(Transformer model, IReadOnlyList<SymbolicProgram> programs, CancellationToken cancellation)
    {
        using IDisposable quiet = no_grad();
        var sums = new Dictionary<int, Tensor>();
        foreach (SymbolicProgram[] block in programs.Chunk(Block))
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            using var recorder = new ActivationRecorder(site => site.Kind == SiteKind.AttentionHead);
            Tensor tokens = Rows.Tokens(block, model.Device); // [B, T]
            model.Residual(tokens, new SequenceLayout((int)tokens.size(1)), tap: recorder);
            for (int layer = 1; layer <= model.Spec.Layers; layer++)
            {
                Tensor part = recorder[new Site(SiteKind.AttentionHead, layer)].sum(dim: 0) / programs.Count; // [B, T, H, D] -> [T, H, D]
                if (sums.TryGetValue(layer, out Tensor? sum))
                {
                    part = part + sum;
                    sum.Dispose();
                }

                sums[layer] = part.DetachFromDisposeScope();
            }
        }

        return new HeadMeans(sums);
    }

    public void Dispose()
    {
        foreach (Tensor mean in byLayer.Values)
        {
            mean.Dispose();
        }
    }
}
