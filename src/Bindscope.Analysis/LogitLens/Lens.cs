using System.Runtime.InteropServices;
using Bindscope.Analysis.Behaviour;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Analysis.LogitLens;

/// <summary>
/// Reads the residual stream of every layer as if it were the last: through the last LayerNorm and the unembedding. One more reading than
/// the model has layers: what enters each, and what leaves the last.
/// </summary>
internal sealed class Lens : IActivationTap
{
    private readonly Transformer model;
    private readonly float[][] logits;

    private Lens(Transformer model) => (this.model, logits) = (model, new float[model.Spec.Layers + 1][]);

    /// <summary>Tokens of each program.</summary>
    internal int Length { get; private init; }

    /// <summary>Logits of all tokens of the vocabulary.</summary>
    /// <param name="layer">The layer that the residual enters, 1-based.</param>
    /// <param name="row">The program, 0-based.</param>
    /// <param name="position">The token, 0-based.</param>
    internal ReadOnlySpan<float> this[int layer, int row, int position] =>
        logits[layer - 1].AsSpan(((row * Length) + position) * Tokenizer.VocabularySize, Tokenizer.VocabularySize);

    /// <summary>Reads programs of equal length.</summary>
    internal static Lens Of(Transformer model, IReadOnlyList<SymbolicProgram> programs)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor tokens = ColonLogits.Tokens(programs, [.. Enumerable.Range(0, programs.Count)], model.Device); // [B, T]
        var lens = new Lens(model) { Length = (int)tokens.size(1) };
        model.Residual(tokens, new SequenceLayout(lens.Length), null, lens);
        return lens;
    }

    public bool Wants(Site site) =>
        site.Kind == SiteKind.ResidualIn || (site.Kind == SiteKind.ResidualOut && site.Layer == model.Spec.Layers);

    public Tensor? Visit(Site site, Tensor value)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor read = model.Unembed(model.FinalNorm(value)).cpu().contiguous(); // [B, T, V]
        logits[site.Kind == SiteKind.ResidualIn ? site.Layer - 1 : site.Layer] = MemoryMarshal.Cast<byte, float>(read.bytes).ToArray();
        return null;
    }
}
