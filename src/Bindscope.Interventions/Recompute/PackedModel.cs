using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Bindscope.Model;
using Bindscope.Model.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Interventions.Recompute;

/// <summary>A model's weights on the CPU, arranged for the sweep, and the sizes of what it computes. Read by several threads at once.</summary>
internal sealed unsafe class PackedModel : IDisposable
{
    private readonly AlignedFloats embedding;
    private readonly AlignedFloats cosine;
    private readonly AlignedFloats sine;

    /// <summary>Copies the weights.</summary>
    /// <param name="model">The model, on any device.</param>
    /// <param name="length">Tokens of a row.</param>
    /// <param name="columns">Token ids whose logits are computed.</param>
    internal PackedModel(Transformer model, int length, ImmutableArray<int> columns)
    {
        using DisposeScope scope = NewDisposeScope();
        Spec = model.Spec;
        Length = length;
        Stride = AlignedFloats.Padded(Spec.Width, 32);
        HeadsStride = AlignedFloats.Padded(Spec.Heads * Spec.HeadWidth, 32);
        HeadStride = AlignedFloats.Padded(Spec.HeadWidth, 16);
        // An odd number of vectors: strides that are a power of two would map every row to the same few cache lines.
        KeyStride = AlignedFloats.Padded(length, 16) | 16;
        Blocks = [.. Enumerable.Range(1, Spec.Layers).Select(layer => new PackedBlock(model, layer))];
        FinalNorm = new PackedNorm(model.Parameters["final_norm.weight"], model.Parameters.Optional("final_norm.bias"));
        using (Tensor rows = tensor(columns.Select(column => (long)column).ToArray(), device: model.Device))
        using (Tensor chosen = model.Parameters["unembedding.weight"].detach().index_select(0, rows))
        {
            Unembedding = new PackedLinear(chosen, null);
        }

        embedding = Copied(model.Parameters["embedding.weight"], Stride);
        LayoutTables tables = model.TablesOf(new SequenceLayout(length));
        cosine = Copied(tables.Cosine, Spec.HeadWidth / 2);
        sine = Copied(tables.Sine, Spec.HeadWidth / 2);
    }

    internal ModelSpec Spec { get; }

    /// <summary>T.</summary>
    internal int Length { get; }

    /// <summary>Floats of a token's residual stream, with its filling.</summary>
    internal int Stride { get; }

    /// <summary>Floats of a token's queries, keys, values or mixed values of all heads, with their filling.</summary>
    internal int HeadsStride { get; }

    /// <summary>Floats of one head's value in its own arrangement, with their filling.</summary>
    internal int HeadStride { get; }

    /// <summary>Floats between two rows of a head's transposed keys.</summary>
    internal int KeyStride { get; }

    internal ImmutableArray<PackedBlock> Blocks { get; }

    internal PackedNorm FinalNorm { get; }

    internal PackedLinear Unembedding { get; }

    /// <summary>A token's embedding, [Stride].</summary>
    internal float* Embedding(int token) => embedding.Pointer + ((nint)token * Stride);

    /// <summary>Cosines of a position, [K/2].</summary>
    internal float* Cosine(int position) => cosine.Pointer + ((nint)position * (Spec.HeadWidth / 2));

    /// <summary>Sines of a position, [K/2].</summary>
    internal float* Sine(int position) => sine.Pointer + ((nint)position * (Spec.HeadWidth / 2));

    /// <summary>Turns every head of a query or a key to its position and scales it, in place.</summary>
    internal void Rotate(float* heads, int position, float scale)
    {
        int half = Spec.HeadWidth / 2;
        for (int head = 0; head < Spec.Heads; head++)
        {
            float* vector = heads + (head * Spec.HeadWidth);
            Rotary.Turn(vector, Cosine(position), Sine(position), half, 1, scale, vector);
        }
    }

    public void Dispose()
    {
        foreach (PackedBlock block in Blocks)
        {
            block.Dispose();
        }

        FinalNorm.Dispose();
        Unembedding.Dispose();
        embedding.Dispose();
        cosine.Dispose();
        sine.Dispose();
    }

    private static AlignedFloats Copied(Tensor rows, int stride)
    {
        using Tensor host = rows.detach().cpu().contiguous();
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(host.bytes);
        (int count, int width) = ((int)host.size(0), (int)host.size(1));
        var copy = new AlignedFloats((long)count * stride);
        for (int row = 0; row < count; row++)
        {
            values.Slice(row * width, width).CopyTo(new Span<float>(copy.Pointer + ((nint)row * stride), width));
        }

        return copy;
    }
}
