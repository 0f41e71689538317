using static TorchSharp.torch;

namespace Bindscope.Torch;

/// <summary>One block's part of a forward pass, with every value going through the tap on its way.</summary>
internal readonly record struct BlockPass(Block Block, LayoutTables Tables, Dropout Dropout, TapPoints Tap)
{
    /// <summary>From what enters the block to what leaves it, [B,T,D].</summary>
    internal Tensor Run(Tensor residual)
    {
        residual = Tap.Through(SiteKind.ResidualIn, residual); // [B, T, D]
        Tensor attention = Tap.Through(SiteKind.AttentionOut, AttentionOut(residual)); // [B, T, D]
        residual = Tap.Through(SiteKind.ResidualMid, residual + Dropout.Apply(attention)); // [B, T, D]
        Tensor hidden = Tap.Through(SiteKind.MlpHidden, Block.MlpHidden(residual)); // [B, T, M]
        Tensor mlp = Tap.Through(SiteKind.MlpOut, Block.MlpOut(hidden)); // [B, T, D]
        return Tap.Through(SiteKind.ResidualOut, residual + Dropout.Apply(mlp)); // [B, T, D]
    }

    private Tensor AttentionOut(Tensor residual)
    {
        Tensor qkv = Block.QueriesKeysValues(Block.AttentionInput(residual)); // [B, T, 3*H*K]
        bool stepByStep = Tap.WantsInsideAttention() || (Dropout.Active && Dropout.Generator is not null);
        Tensor z = stepByStep ? MixedValues(qkv) : Attention.Fused(qkv, Block.Heads, Tables, Dropout.Share); // [B, T, H*K]
        if (!Tap.Wants(SiteKind.AttentionZ) && !Tap.Wants(SiteKind.AttentionHead))
        {
            return Block.AttentionOut(z); // [B, T, D]
        }

        z = Tap.Through(SiteKind.AttentionZ, z.unflatten(2, Block.Heads, Block.HeadWidth)); // [B, T, H, K]
        return Tap.Wants(SiteKind.AttentionHead)
            ? Block.SumOfHeads(Tap.Through(SiteKind.AttentionHead, Block.HeadContributions(z))) // [B, T, H, D] -> [B, T, D]
            : Block.AttentionOut(z.flatten(2)); // [B, T, D]
    }

    private Tensor MixedValues(Tensor qkv)
    {
        (Tensor queries, Tensor keys, Tensor values) = Block.Split(qkv); // [B, T, H, K] each
        Tensor q = Attention.Rotate(Tap.Through(SiteKind.AttentionQ, queries), Tables.Cosine, Tables.Sine); // [B, T, H, K]
        Tensor k = Attention.Rotate(Tap.Through(SiteKind.AttentionK, keys), Tables.Cosine, Tables.Sine); // [B, T, H, K]
        Tensor v = Tap.Through(SiteKind.AttentionV, values); // [B, T, H, K]
        Tensor scores = Tap.Through(SiteKind.AttentionScores, Attention.Scores(q, k, Tables.Mask)); // [B, H, T, T]
        Tensor pattern = Tap.Through(SiteKind.AttentionPattern, scores.softmax(-1)); // [B, H, T, T]
        return Attention.Mix(Dropout.Apply(pattern), v).flatten(2); // [B, T, H*K]
    }
}
