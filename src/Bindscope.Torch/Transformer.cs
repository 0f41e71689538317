using Bindscope.Errors;
using Bindscope.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Bindscope.Torch;

/// <summary>
/// A GPT-2-like decoder: token embedding, blocks of attention and MLP that each read the residual stream through a LayerNorm and add to
/// it, a last LayerNorm, an unembedding. Positions enter through the rotary embedding of queries and keys alone.
/// A forward pass changes nothing in this object, so several threads may run it at once, with their own dispose scopes.
/// </summary>
/// <remarks>docs/model.md gives the arithmetic and names every tensor and site. B rows, T tokens, H heads, K head width, D width.</remarks>
public sealed class Transformer : IDisposable
{
    /// <summary>Added to the variance in every LayerNorm.</summary>
    public const double NormEpsilon = 1e-5;

    private readonly LayoutTables.Cache layouts;
    private readonly Tensor embedding;
    private readonly Tensor finalNorm;
    private readonly Tensor? finalNormBias;
    private readonly Tensor unembedding;
    private readonly long[] normShape;

    private Transformer(ModelSpec spec, Parameters parameters)
    {
        Spec = spec;
        Device = parameters.Flat.device;
        Parameters = parameters;
        Blocks = [.. Enumerable.Range(1, spec.Layers).Select(layer => new Block(spec, Parameters, layer))];
        layouts = new LayoutTables.Cache(spec, Device);
        embedding = Parameters["embedding.weight"];
        finalNorm = Parameters["final_norm.weight"];
        finalNormBias = Parameters.Optional("final_norm.bias");
        unembedding = Parameters["unembedding.weight"];
        normShape = [spec.Width];
    }

    /// <summary>The model's shape.</summary>
    public ModelSpec Spec { get; }

    /// <summary>Where the weights are; tokens must be there too.</summary>
    public Device Device { get; }

    /// <summary>The weights.</summary>
    public Parameters Parameters { get; }

    /// <summary>The blocks, layer 1 first.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>A model with fresh weights, drawn on the CPU and then moved, so that a seed means the same on every device.</summary>
    /// <param name="spec">Its shape.</param>
    /// <param name="seed">Any number; the same spec and seed give the same bytes.</param>
    /// <param name="device">Where it is to live.</param>
    /// <returns>The model; the caller's to dispose.</returns>
    /// <exception cref="UserException">The spec has problems; the message holds all of them.</exception>
    public static Transformer Create(ModelSpec spec, ulong seed, Device device)
    {
        Require(spec.Validated());
        using Tensor drawn = Initializer.Draw(spec, seed);
        return FromFlat(spec, drawn, device);
    }

    /// <summary>A model with given weights, which are copied.</summary>
    internal static Transformer FromFlat(ModelSpec spec, Tensor flat, Device device)
    {
        Require(spec.Validated());
        NativeHeap.KeepFreedMemory();
        return new Transformer(spec, new Parameters(spec, flat.to(device, copy: true)));
    }

    /// <summary>
    /// This model in mixed precision, to train it with: the blocks' linear layers multiply in bfloat16, all else stays float32. Both models
    /// have one flat tensor; after it was changed, <see cref="Parameters.Round"/> of the returned model's parameters follows.
    /// </summary>
    /// <returns>The caller's to dispose, before this model.</returns>
    /// <remarks>docs/training.md says what is computed in which precision.</remarks>
    public Transformer InMixedPrecision() => new(Spec, Parameters.InMixedPrecision());

    /// <summary>From tokens to the residual stream after the last LayerNorm.</summary>
    /// <param name="tokens">[B,T] int64, on the model's device.</param>
    /// <param name="layout">How the T tokens see each other.</param>
    /// <param name="options">Null to evaluate, without dropout.</param>
    /// <param name="tap">Reads and replaces values on the way; null for none.</param>
    /// <returns>[B,T,D].</returns>
    /// <exception cref="UserException">More positions than the spec accepts, or a replacement of another shape than its site.</exception>
    public Tensor Residual(Tensor tokens, SequenceLayout layout, ForwardOptions? options = null, IActivationTap? tap = null)
    {
        CheckLength(tokens, layout);
        Dropout dropout = DropoutOf(options);
        return Through(1, dropout.Apply(Embed(tokens)), layout, dropout, tap);
    }

    /// <summary>The same from what enters a block, such as a stored residual stream, without dropout.</summary>
    /// <param name="layer">The first block that is run, 1-based; layers + 1 for the last LayerNorm alone.</param>
    /// <param name="residual">What enters it, [B,T,D].</param>
    /// <param name="layout">How the T tokens see each other.</param>
    /// <param name="tap">Reads and replaces values on the way; null for none.</param>
    /// <returns>[B,T,D], after the last LayerNorm.</returns>
    /// <exception cref="UserException">A replacement of another shape than its site.</exception>
    public Tensor ResidualFrom(int layer, Tensor residual, SequenceLayout layout, IActivationTap? tap = null) =>
        Through(layer, residual, layout, default, tap);

    /// <summary>The cosines, sines and mask of a layout, for attention that is put together step by step.</summary>
    /// <param name="layout">The layout.</param>
    /// <returns>The model's own copy, not to be disposed.</returns>
    public LayoutTables TablesOf(SequenceLayout layout) => layouts[layout];

    /// <summary>The last LayerNorm.</summary>
    /// <param name="residual">What leaves a block, [...,D].</param>
    /// <returns>[...,D].</returns>
    public Tensor FinalNorm(Tensor residual) => F.layer_norm(residual, normShape, finalNorm, finalNormBias, NormEpsilon);

    /// <summary>From the residual stream after the last LayerNorm to logits; any choice of tokens will do.</summary>
    /// <param name="residual">[...,D].</param>
    /// <returns>[...,V].</returns>
    public Tensor Unembed(Tensor residual) => Linear.Apply(residual, unembedding, null);

    /// <summary>From tokens to logits, as one causal sequence, without dropout.</summary>
    /// <param name="tokens">[B,T] int64, on the model's device.</param>
    /// <param name="tap">Reads and replaces values on the way; null for none.</param>
    /// <returns>[B,T,V].</returns>
    /// <exception cref="UserException">More tokens than the spec accepts.</exception>
    public Tensor Forward(Tensor tokens, IActivationTap? tap = null)
    {
        Tensor residual = Residual(tokens, new SequenceLayout((int)tokens.size(1)), null, tap); // [B, T, D]
        return new TapPoints(tap, 0).Through(SiteKind.Logits, Unembed(residual)); // [B, T, V]
    }

    /// <summary>Frees the weights and the tables.</summary>
    public void Dispose()
    {
        Parameters.Dispose();
        layouts.Dispose();
    }

    private Tensor Embed(Tensor tokens)
    {
        using Tensor indices = tokens.flatten();
        return embedding.index_select(0, indices).view(tokens.size(0), tokens.size(1), Spec.Width); // [B, T, D]
    }

    private Tensor Through(int first, Tensor residual, SequenceLayout layout, Dropout dropout, IActivationTap? tap)
    {
        LayoutTables tables = layouts[layout];
        foreach (Block block in Blocks.Skip(first - 1))
        {
            // What a block computes on the way is freed as soon as it is done, unless a gradient needs it.
            using DisposeScope scope = NewDisposeScope();
            residual = new BlockPass(block, tables, dropout, new TapPoints(tap, block.Layer)).Run(residual); // [B, T, D]
            scope.MoveToOuter(residual);
        }

        return FinalNorm(residual);
    }

    private Dropout DropoutOf(ForwardOptions? options) =>
        options is { Training: true } ? new Dropout(Spec.Dropout, options.DropoutGenerator) : default;

    private static void Require(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            string all = string.Join("; ", problems);
            throw new UserException($"the model cannot be built: {all}", "correct these numbers in the model's spec");
        }
    }

    private void CheckLength(Tensor tokens, SequenceLayout layout)
    {
        if (tokens.dim() != 2 || tokens.size(1) != layout.Length)
        {
            throw new ArgumentException($"tokens must be [rows, {layout.Length}] for this layout");
        }

        if (layout.PositionCount > Spec.Positions)
        {
            throw new UserException(
                $"the input has {layout.PositionCount} positions, the model accepts {Spec.Positions}",
                "shorten the input, or use a model with more positions");
        }
    }
}
