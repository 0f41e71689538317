using Bindscope.Analysis.Recording;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.LogitLens;

/// <summary>
/// Reads the residual stream of every layer as if it were the last: through the last LayerNorm and the unembedding. One more reading than
/// the model has layers: what enters each, and what leaves the last.
/// </summary>
internal sealed class Lens : IActivationTap
{
    private readonly Transformer model;
    private readonly Tensor[] logits; // [B, T, V] each

    private Lens(Transformer model) => (this.model, logits) = (model, new Tensor[model.Spec.Layers + 1]);

    /// <summary>Tokens of each program.</summary>
    internal int Length { get; private init; }

    /// <summary>Logits of all tokens of the vocabulary.</summary>
    /// <param name="layer">The layer that the residual enters, 1-based.</param>
    /// <param name="row">The program, 0-based.</param>
    /// <param name="position">The token, 0-based.</param>
    internal ReadOnlySpan<float> this[int layer, int row, int position] =>
        logits[layer - 1].Row((row * Length) + position);

    /// <summary>Reads programs of equal length.</summary>
    internal static Lens Of(Transformer model, IReadOnlyList<SymbolicProgram> programs)
    {
        var prompts = Prompts.Of(programs);
        var lens = new Lens(model) { Length = prompts.Layout.Length };
        model.Residual(prompts.Tokens, prompts.Layout, lens);
        return lens;
    }

    public bool Wants(Site site) =>
        site.Kind == SiteKind.ResidualIn || (site.Kind == SiteKind.ResidualOut && site.Layer == model.Spec.Layers);

    public Tensor? Visit(Site site, Tensor value)
    {
        logits[site.Kind == SiteKind.ResidualIn ? site.Layer - 1 : site.Layer] = model.Unembed(model.FinalNorm(value)); // [B, T, V]
        return null;
    }
}
