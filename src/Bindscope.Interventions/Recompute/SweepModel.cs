using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// A model as a sweep of rows of one length uses it: its own weights and kernels, for any tokens of any rows. Read by several threads at once.
/// </summary>
internal sealed unsafe class SweepModel
{
    private readonly Transformer model;
    private readonly LayoutTables tables;
    private readonly int firstColumn;

    /// <param name="model">The model.</param>
    /// <param name="length">Tokens of a row.</param>
    /// <param name="columns">Token ids whose logits are computed.</param>
    internal SweepModel(Transformer model, int length, Range columns)
    {
        (this.model, Length) = (model, length);
        model.Pack();
        tables = model.TablesOf(new SequenceLayout(length));
        (firstColumn, Columns) = (columns.Start.Value, columns.End.Value - columns.Start.Value);
        HeadsWidth = Spec.Heads * Spec.HeadWidth;
        HeadStride = Lanes.RoundUp(Spec.HeadWidth, Lanes.Count);
        // An odd number of vectors: strides that are a power of two would map every row to the same few cache lines.
        KeyStride = Lanes.RoundUp(length, 16) | 16;
    }

    internal ModelSpec Spec => model.Spec;

    /// <summary>T.</summary>
    internal int Length { get; }

    /// <summary>Logits that are computed of a read-out.</summary>
    internal int Columns { get; }

    /// <summary>H*K: floats of a token's queries, keys, values or mixed values of all heads.</summary>
    internal int HeadsWidth { get; }

    /// <summary>Floats of one head's value in its own arrangement, filled up to whole lanes.</summary>
    internal int HeadStride { get; }

    /// <summary>Floats between two rows of a head's transposed keys.</summary>
    internal int KeyStride { get; }

    /// <summary>The weights of a layer, 1-based.</summary>
    internal Block Block(int layer) => model.Blocks[layer - 1];

    /// <summary>Writes a token's embedding, [D].</summary>
    internal void Embed(int token, float* target) =>
        model.Embedding.Slice(token * Spec.Width, Spec.Width).CopyTo(new Span<float>(target, Spec.Width));

    /// <summary>Normalizes rows, [rows, D].</summary>
    internal void Normalize(Norm norm, float* x, int rows, float* y) =>
        LayerNorm.Forward(x, Spec.Width, rows, Spec.Width, norm.Weight, norm.Bias, y, Spec.Width, null);

    /// <summary>Turns every head of a query or a key to its position and scales it, in place.</summary>
    internal void Rotate(float* heads, int position, float scale)
    {
        int half = Spec.HeadWidth / 2;
        float* cosine = tables.Cosine.Pointer + (position * half);
        float* sine = tables.Sine.Pointer + (position * half);
        for (int head = 0; head < Spec.Heads; head++)
        {
            float* vector = heads + (head * Spec.HeadWidth);
            Rotary.Turn(vector, cosine, sine, half, 1, scale, vector);
        }
    }

    /// <summary>What one head contributes to the residual stream, without the bias.</summary>
    /// <param name="layer">1-based.</param>
    /// <param name="head">0-based.</param>
    /// <param name="mixed">Its mixed value, [K].</param>
    /// <param name="contribution">[D]; overwritten.</param>
    internal void Contribution(int layer, int head, ReadOnlySpan<float> mixed, Span<float> contribution)
    {
        int width = mixed.Length;
        fixed (float* from = mixed, to = contribution)
        {
            Block(layer).AttentionOutput.Packed.RunOfDepth(from, width, 1, head * width, width, to, contribution.Length);
        }
    }

    /// <summary>From what leaves the last layer, [rows, D], to the logits of the columns, [rows, columns].</summary>
    internal void Unembed(float* residual, int rows, float* normal, float* logits)
    {
        Normalize(model.LastNorm, residual, rows, normal);
        model.Unembedding.Packed.Run(normal, Spec.Width, rows, firstColumn, Columns, logits, Columns);
    }
}
