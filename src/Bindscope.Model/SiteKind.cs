namespace Bindscope.Model;

/// <summary>
/// A kind of place in the forward pass whose value can be read and replaced, in the order in which a block computes them.
/// B rows, T tokens, H heads, K head width, D width of the residual stream, M MLP width, V tokens of the vocabulary.
/// </summary>
public enum SiteKind
{
    /// <summary><c>residual.in</c>: what enters the block, [B,T,D].</summary>
    ResidualIn,

    /// <summary><c>attention.q</c>: queries, before the rotary embedding, [B,T,H,K].</summary>
    AttentionQ,

    /// <summary><c>attention.k</c>: keys, before the rotary embedding, [B,T,H,K].</summary>
    AttentionK,

    /// <summary><c>attention.v</c>: values, [B,T,H,K].</summary>
    AttentionV,

    /// <summary><c>attention.scores</c>: scaled and masked (minus infinity where a query does not see a key), [B,H,T,T].</summary>
    AttentionScores,

    /// <summary><c>attention.pattern</c>: the softmax of the scores, each row sums to 1, [B,H,T,T].</summary>
    AttentionPattern,

    /// <summary><c>attention.z</c>: a head's mixed value, [B,T,H,K].</summary>
    AttentionZ,

    /// <summary><c>attention.head</c>: a head's contribution to the residual stream, without the output bias, [B,T,H,D].</summary>
    AttentionHead,

    /// <summary><c>attention.out</c>: what attention adds to the residual stream, [B,T,D].</summary>
    AttentionOut,

    /// <summary><c>residual.mid</c>: between attention and MLP, [B,T,D].</summary>
    ResidualMid,

    /// <summary><c>mlp.hidden</c>: after the activation function, [B,T,M].</summary>
    MlpHidden,

    /// <summary><c>mlp.out</c>: what the MLP adds to the residual stream, [B,T,D].</summary>
    MlpOut,

    /// <summary><c>residual.out</c>: what leaves the block, [B,T,D].</summary>
    ResidualOut,

    /// <summary><c>logits</c>: the model's output, [B,T,V]. Belongs to no layer: its layer is 0.</summary>
    Logits,
}
