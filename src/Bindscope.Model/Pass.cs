using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>
/// A forward pass and the backward pass after it, in memory that is used again by the next. One thread at a time.
/// B rows, T tokens, D width.
/// </summary>
internal sealed unsafe class Pass(Transformer model, bool keep)
{
    private readonly ModelSpec spec = model.Spec;
    private BlockMemory[] blocks = [];
    private SharedMemory? shared;
    private Tensor final = new(0);
    private Tensor finalStatistics = new(0);
    private int[] tokens = [];
    private int capacity;
    private PassContext context;
    private int first;

    /// <summary>After the last LayerNorm, [B, T, D] at the beginning of it.</summary>
    internal Tensor Normalized { get; private set; } = new(0);

    /// <summary>Its gradient, to be written before <see cref="Backward"/>.</summary>
    internal Tensor DNormalized { get; private set; } = new(0);

    /// <summary>B * T.</summary>
    internal int Tokens => context.Tokens;

    internal int Rows => context.Rows;

    internal int Length => context.Length;

    /// <summary>Embeds tokens.</summary>
    /// <param name="ids">[B, T].</param>
    /// <param name="layout">How the T tokens see each other.</param>
    /// <param name="dropouts">What training drops.</param>
    internal void Embed(ReadOnlySpan<int> ids, SequenceLayout layout, Dropouts dropouts = default)
    {
        Begin(ids.Length / layout.Length, layout, dropouts);
        first = 1;
        ids.CopyTo(tokens);
        Tensor residual = blocks[0].Residual;
        for (int i = 0; i < ids.Length; i++)
        {
            model.Embedding.Slice(ids[i] * spec.Width, spec.Width).CopyTo(residual.Row(i)); // [B, T, D]
        }

        dropouts.Apply(0, Dropouts.Place.Embedding, residual, Rows, Length * spec.Width);
    }

    /// <summary>Begins with what enters a layer, 1-based.</summary>
    internal void Enter(int layer, Tensor residual, SequenceLayout layout)
    {
        Begin(residual.Size(0), layout, default);
        first = layer;
        residual.Values.CopyTo((keep ? blocks[layer - 1] : blocks[0]).Residual.Values);
    }

    /// <summary>All blocks from the first one on, and the last LayerNorm.</summary>
    internal void Forward(IActivationTap? tap)
    {
        for (int layer = first; layer <= spec.Layers; layer++)
        {
            BlockMemory memory = keep ? blocks[layer - 1] : blocks[0];
            Tensor result = keep && layer < spec.Layers ? blocks[layer].Residual : final;
            model.Blocks[layer - 1].Forward(memory, shared!, context, new TapPoints(tap, layer), result); // [B, T, D]
            if (!keep && layer < spec.Layers)
            {
                (memory.Residual, final) = (final, memory.Residual);
            }
        }

        model.LastNorm.Forward(final, Tokens, Normalized, keep ? finalStatistics : null); // [B, T, D]
    }

    /// <summary>The gradient, from that of <see cref="Normalized"/> back to the embedding or to what entered the first block.</summary>
    /// <param name="gradients">Sees the gradient at every site; null for none.</param>
    /// <param name="weights">Gradient of all weights, [N], added to; null where it is not wanted.</param>
    internal void Backward(IActivationTap? gradients, float* weights)
    {
        model.LastNorm.Backward(final, finalStatistics, DNormalized, Tokens, null, shared!.DResidual, weights); // [B, T, D]
        for (int layer = spec.Layers; layer >= first; layer--)
        {
            model.Blocks[layer - 1].Backward(blocks[layer - 1], shared, context, new TapPoints(gradients, layer), weights); // [B, T, D]
        }

        if (weights is not null && first == 1)
        {
            context.Dropouts.Apply(0, Dropouts.Place.Embedding, shared.DResidual, Rows, Length * spec.Width);
            for (int i = 0; i < Tokens; i++)
            {
                float* target = weights + ((nint)tokens[i] * spec.Width);
                Numerics.Rows.Add(target, shared.DResidual.Pointer + ((nint)i * spec.Width), target, spec.Width);
            }
        }
    }

    private void Begin(int rows, SequenceLayout layout, Dropouts dropouts)
    {
        context = new PassContext(rows, model.TablesOf(layout), dropouts, keep);
        if (Tokens > capacity || shared is null)
        {
            capacity = Tokens;
            blocks = [.. Enumerable.Range(0, keep ? spec.Layers : 1).Select(_ => new BlockMemory(spec, capacity, keep))];
            shared = new SharedMemory(spec, capacity, keep);
            final = Tensor.Uninitialized(capacity, spec.Width);
            Normalized = Tensor.Uninitialized(capacity, spec.Width);
            DNormalized = keep ? Tensor.Uninitialized(capacity, spec.Width) : Normalized;
            finalStatistics = Tensor.Uninitialized(capacity, 2);
            tokens = new int[capacity];
        }
    }
}

/// <summary>What all blocks of a pass share.</summary>
/// <param name="Rows">B.</param>
/// <param name="Tables">Of the layout.</param>
/// <param name="Dropouts">What training drops.</param>
/// <param name="Keeps">Whether a backward pass may follow.</param>
internal readonly record struct PassContext(int Rows, LayoutTables Tables, Dropouts Dropouts, bool Keeps)
{
    /// <summary>T.</summary>
    internal int Length => Tables.Layout.Length;

    /// <summary>B * T.</summary>
    internal int Tokens => Rows * Length;
}
