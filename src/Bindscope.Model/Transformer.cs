using System.Collections.Concurrent;
using Bindscope.Errors;
using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>
/// A GPT-2-like decoder: token embedding, blocks of attention and MLP that each read the residual stream through a LayerNorm and add to
/// it, a last LayerNorm, an unembedding. Positions enter through the rotary embedding of queries and keys alone.
/// A pass changes nothing in this object, so several threads may run one at once. Each computes on its own thread alone, and a row's
/// result has the same bits whatever the other rows of the batch are.
/// </summary>
/// <remarks>docs/model.md gives the arithmetic and names every tensor and site. B rows, T tokens, D width, V tokens of the vocabulary.</remarks>
public sealed unsafe class Transformer
{
    /// <summary>Added to the variance in every LayerNorm.</summary>
    public const double NormEpsilon = LayerNorm.Epsilon;

    /// <summary>Tokens of a pass that nobody looks into: what they compute stays in the second-level cache.</summary>
    private const int TokensAtOnce = 256;

    private readonly Lock packing = new();
    private readonly ConcurrentBag<Pass> plain = [];
    private readonly ConcurrentBag<Pass> kept = [];
    private readonly LayoutTables.Cache layouts;
    private readonly Linear[] linears;
    private int packed;
    private int packedForGradients;

    private Transformer(ModelSpec spec, Parameters parameters)
    {
        Spec = spec;
        Parameters = parameters;
        Blocks = [.. Enumerable.Range(1, spec.Layers).Select(layer => new Block(spec, parameters, layer))];
        LastNorm = new Norm(parameters, "final_norm");
        Unembedding = new Linear(parameters, "unembedding");
        linears = [.. Blocks.SelectMany(block => new[] { block.Qkv, block.AttentionOutput, block.MlpInput, block.MlpOutput }), Unembedding];
        layouts = new LayoutTables.Cache(spec);
    }

    /// <summary>The model's shape.</summary>
    public ModelSpec Spec { get; }

    /// <summary>The weights.</summary>
    public Parameters Parameters { get; }

    /// <summary>The blocks, layer 1 first.</summary>
    internal IReadOnlyList<Block> Blocks { get; }

    internal Norm LastNorm { get; }

    internal Linear Unembedding { get; }

    /// <summary>[V, D].</summary>
    internal ReadOnlySpan<float> Embedding => Parameters.Flat[..(Spec.Vocabulary * Spec.Width)];

    /// <summary>A model with fresh weights.</summary>
    /// <param name="spec">Its shape.</param>
    /// <param name="seed">Any number; the same spec and seed give the same bytes.</param>
    /// <exception cref="UserException">The spec has problems; the message holds all of them.</exception>
    public static Transformer Create(ModelSpec spec, ulong seed)
    {
        Require(spec.Validated());
        return new Transformer(spec, new Parameters(spec, Initializer.Draw(spec, seed)));
    }

    /// <summary>A model with given weights, which it keeps.</summary>
    internal static Transformer FromFlat(ModelSpec spec, Tensor flat)
    {
        Require(spec.Validated());
        return new Transformer(spec, new Parameters(spec, flat));
    }

    /// <summary>From tokens to logits.</summary>
    /// <param name="tokens">[B,T], row by row.</param>
    /// <param name="layout">How the T tokens see each other.</param>
    /// <param name="tap">Reads and replaces values on the way; null for none.</param>
    /// <returns>[B,T,V].</returns>
    /// <exception cref="UserException">More positions than the spec accepts, or a replacement of another shape than its site.</exception>
    public Tensor Forward(ReadOnlySpan<int> tokens, SequenceLayout layout, IActivationTap? tap = null)
    {
        Tensor logits = Unembed(Residual(tokens, layout, tap)); // [B, T, V]
        new TapPoints(tap, 0).Through(SiteKind.Logits, logits, logits.Shape);
        return logits;
    }

    /// <summary>From tokens to the residual stream after the last LayerNorm.</summary>
    /// <param name="tokens">[B,T], row by row.</param>
    /// <param name="layout">How the T tokens see each other.</param>
    /// <param name="tap">Reads and replaces values on the way; null for none.</param>
    /// <returns>[B,T,D].</returns>
    /// <exception cref="UserException">More positions than the spec accepts, or a replacement of another shape than its site.</exception>
    public Tensor Residual(ReadOnlySpan<int> tokens, SequenceLayout layout, IActivationTap? tap = null)
    {
        int rows = RowsOf(tokens, layout);
        Tensor result = Tensor.Uninitialized(rows, layout.Length, Spec.Width);
        Pass pass = Rent(keeps: false);
        int some = tap is null ? Math.Max(1, TokensAtOnce / layout.Length) : Math.Max(1, rows);
        for (int row = 0; row < rows; row += some)
        {
            int count = Math.Min(some, rows - row);
            pass.Embed(tokens.Slice(row * layout.Length, count * layout.Length), layout); // [B, T, D]
            pass.Forward(tap); // [B, T, D]
            Tensor part = result.Slice(row, count);
            part.CopyFrom(pass.Normalized.Beginning(part.Shape));
        }

        Return(pass, keeps: false);
        return result;
    }

    /// <summary>The same from what enters a block, such as a stored residual stream.</summary>
    /// <param name="layer">The first block that is run, 1-based; layers + 1 for the last LayerNorm alone.</param>
    /// <param name="residual">What enters it, [B,T,D].</param>
    /// <param name="layout">How the T tokens see each other.</param>
    /// <param name="tap">Reads and replaces values on the way; null for none.</param>
    /// <returns>[B,T,D], after the last LayerNorm.</returns>
    /// <exception cref="UserException">A replacement of another shape than its site.</exception>
    public Tensor ResidualFrom(int layer, Tensor residual, SequenceLayout layout, IActivationTap? tap = null)
    {
        if (layer > Spec.Layers)
        {
            return FinalNorm(residual);
        }

        Pass pass = Rent(keeps: false);
        pass.Enter(layer, residual, layout);
        pass.Forward(tap);
        Tensor result = pass.Normalized.Beginning(residual.Shape).Clone();
        Return(pass, keeps: false);
        return result;
    }

    /// <summary>The last LayerNorm.</summary>
    /// <param name="residual">What leaves a block, [...,D].</param>
    /// <returns>[...,D].</returns>
    public Tensor FinalNorm(Tensor residual)
    {
        Tensor result = Tensor.Uninitialized(residual.Shape);
        LastNorm.Forward(residual, residual.Rows, result, null);
        GC.KeepAlive(residual);
        return result;
    }

    /// <summary>The gradient of what entered the last LayerNorm.</summary>
    /// <param name="residual">What entered it, [...,D].</param>
    /// <param name="gradient">The gradient of what left it, [...,D].</param>
    /// <returns>[...,D].</returns>
    public Tensor FinalNormBackward(Tensor residual, Tensor gradient)
    {
        Tensor result = Tensor.Uninitialized(residual.Shape);
        Tensor statistics = Tensor.Uninitialized(residual.Rows, 2);
        LastNorm.Forward(residual, residual.Rows, result, statistics);
        LastNorm.Backward(residual, statistics, gradient, residual.Rows, null, result, null);
        GC.KeepAlive(residual);
        GC.KeepAlive(gradient);
        GC.KeepAlive(statistics);
        return result;
    }

    /// <summary>From the residual stream after the last LayerNorm to logits; any choice of tokens will do.</summary>
    /// <param name="residual">[...,D].</param>
    /// <returns>[...,V].</returns>
    public Tensor Unembed(Tensor residual)
    {
        Pack();
        Tensor logits = Tensor.Uninitialized([.. residual.Shape[..^1], Spec.Vocabulary]);
        Unembedding.Forward(residual, residual.Rows, logits);
        GC.KeepAlive(residual);
        return logits;
    }

    /// <summary>The gradient of what was unembedded.</summary>
    /// <param name="gradient">The gradient of the logits, [...,V].</param>
    /// <returns>[...,D].</returns>
    public Tensor UnembedBackward(Tensor gradient)
    {
        PackForGradients();
        Tensor result = Tensor.Uninitialized([.. gradient.Shape[..^1], Spec.Width]);
        Unembedding.Transposed.Run(gradient.Pointer, Spec.Vocabulary, gradient.Rows, result.Pointer, Spec.Width);
        GC.KeepAlive(gradient);
        return result;
    }

    /// <summary>A forward pass that is kept, to take gradients back through it.</summary>
    /// <param name="tokens">[B,T], row by row.</param>
    /// <param name="layout">How the T tokens see each other.</param>
    /// <param name="tap">Reads and replaces values on the way; null for none.</param>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="UserException">More positions than the spec accepts, or a replacement of another shape than its site.</exception>
    public Trace Trace(ReadOnlySpan<int> tokens, SequenceLayout layout, IActivationTap? tap = null)
    {
        RowsOf(tokens, layout);
        Pass pass = Rent(keeps: true);
        pass.Embed(tokens, layout);
        pass.Forward(tap);
        return new Trace(this, pass);
    }

    /// <summary>The same from what enters a block.</summary>
    /// <param name="layer">The first block that is run, 1-based.</param>
    /// <param name="residual">What enters it, [B,T,D].</param>
    /// <param name="layout">How the T tokens see each other.</param>
    /// <param name="tap">Reads and replaces values on the way; null for none.</param>
    /// <returns>The caller's to dispose.</returns>
    public Trace TraceFrom(int layer, Tensor residual, SequenceLayout layout, IActivationTap? tap = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layer, Spec.Layers);
        Pass pass = Rent(keeps: true);
        pass.Enter(layer, residual, layout);
        pass.Forward(tap);
        return new Trace(this, pass);
    }

    /// <summary>The cosines, sines and sizes of a layout.</summary>
    internal LayoutTables TablesOf(SequenceLayout layout) => layouts[layout];

    /// <summary>Sees to it that the packed weights are the present ones.</summary>
    internal void Pack()
    {
        int version = Parameters.Version;
        if (Volatile.Read(ref packed) != version)
        {
            lock (packing)
            {
                if (packed != version)
                {
                    foreach (Linear linear in linears)
                    {
                        linear.Pack();
                    }

                    Volatile.Write(ref packed, version);
                }
            }
        }
    }

    /// <summary>The same, and those that gradients need.</summary>
    internal void PackForGradients()
    {
        Pack();
        int version = Parameters.Version;
        if (Volatile.Read(ref packedForGradients) != version)
        {
            lock (packing)
            {
                if (packedForGradients != version)
                {
                    foreach (Linear linear in linears)
                    {
                        linear.PackForGradients();
                    }

                    Volatile.Write(ref packedForGradients, version);
                }
            }
        }
    }

    /// <summary>Takes a pass back.</summary>
    internal void Return(Pass pass, bool keeps) => (keeps ? kept : plain).Add(pass);

    private Pass Rent(bool keeps)
    {
        if (keeps)
        {
            PackForGradients();
        }
        else
        {
            Pack();
        }

        return (keeps ? kept : plain).TryTake(out Pass? pass) ? pass : new Pass(this, keeps);
    }

    private int RowsOf(ReadOnlySpan<int> tokens, SequenceLayout layout)
    {
        if (layout.PositionCount > Spec.Positions)
        {
            throw new UserException(
                $"the input has {layout.PositionCount} positions, the model accepts {Spec.Positions}",
                "shorten the input, or use a model with more positions");
        }

        if (tokens.Length % layout.Length != 0)
        {
            throw new ArgumentException($"{tokens.Length} tokens are not rows of {layout.Length}");
        }

        return tokens.Length / layout.Length;
    }

    private static void Require(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            string all = string.Join("; ", problems);
            throw new UserException($"the model cannot be built: {all}", "correct these numbers in the model's spec");
        }
    }
}
