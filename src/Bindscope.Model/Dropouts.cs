using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>What a training step drops: a share of the embedding, the pattern, and what attention and MLP add to the residual stream.</summary>
/// <param name="Share">0 to drop nothing, as outside training.</param>
/// <param name="Seed">Of the step.</param>
/// <param name="FirstRow">The number that the pass's first row has in the batch, so that parts of a batch drop what the whole would.</param>
internal readonly record struct Dropouts(double Share, ulong Seed, long FirstRow)
{
    internal bool Active => Share > 0;

    /// <summary>The places of a layer; the embedding is layer 0.</summary>
    internal enum Place
    {
        Embedding,
        Pattern,
        AttentionOut,
        MlpOut,
    }

    /// <summary>Drops in place, or lets a gradient through where the forward pass let the value through.</summary>
    /// <param name="layer">1-based; 0 for the embedding.</param>
    /// <param name="place">Where in the layer.</param>
    /// <param name="memory">Begins with the values.</param>
    /// <param name="rows">Rows of the batch that they belong to.</param>
    /// <param name="perRow">Values of one row.</param>
    internal void Apply(int layer, Place place, Tensor memory, int rows, int perRow)
    {
        if (Active)
        {
            ulong key = Seed + ((ulong)((layer * 4) + (int)place) * 0xD1342543DE82EF95);
            new DropoutMask(Share, key).Apply(memory.Values[..(rows * perRow)], FirstRow * perRow);
        }
    }
}
