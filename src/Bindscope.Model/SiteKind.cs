using System.Collections.Immutable;

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

/// <summary>The names of the kinds of site, as they stand in text and JSON, and the field's other names for them: short ones, and TransformerLens'
/// hooks.</summary>
public static class SiteKinds
{
    private static readonly ImmutableArray<(SiteKind Kind, string Name, string? Alias, string? Hook)> Names =
    [
        (SiteKind.ResidualIn, "residual.in", "resid_pre", "hook_resid_pre"),
        (SiteKind.AttentionQ, "attention.q", "q", "attn.hook_q"),
        (SiteKind.AttentionK, "attention.k", "k", "attn.hook_k"),
        (SiteKind.AttentionV, "attention.v", "v", "attn.hook_v"),
        (SiteKind.AttentionScores, "attention.scores", null, "attn.hook_attn_scores"),
        (SiteKind.AttentionPattern, "attention.pattern", "pattern", "attn.hook_pattern"),
        (SiteKind.AttentionZ, "attention.z", "z", "attn.hook_z"),
        (SiteKind.AttentionHead, "attention.head", "result", "attn.hook_result"),
        (SiteKind.AttentionOut, "attention.out", "attn_out", "hook_attn_out"),
        (SiteKind.ResidualMid, "residual.mid", "resid_mid", "hook_resid_mid"),
        (SiteKind.MlpHidden, "mlp.hidden", "post", "mlp.hook_post"),
        (SiteKind.MlpOut, "mlp.out", "mlp_out", "hook_mlp_out"),
        (SiteKind.ResidualOut, "residual.out", "resid_post", "hook_resid_post"),
        (SiteKind.Logits, "logits", null, null),
    ];

    /// <summary>Every kind, in the order of a forward pass.</summary>
    public static ImmutableArray<SiteKind> All { get; } = [.. Names.Select(names => names.Kind)];

    /// <summary>Every kind's name, with the hook's in brackets, for messages.</summary>
    public static string Listed { get; } = string.Join(", ", Names.Select(names => names.Hook is null ? names.Name : $"{names.Name} ({names.Hook})"));

    /// <summary>A kind's name.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>For example <c>residual.in</c>.</returns>
    public static string NameOf(SiteKind kind) => Names[(int)kind].Name;

    /// <summary>The name that the field's tutorials use for a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>For example <c>resid_pre</c>; null where there is none.</returns>
    public static string? AliasOf(SiteKind kind) => Names[(int)kind].Alias;

    /// <summary>TransformerLens' name for a kind, below its block.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>For example <c>attn.hook_q</c>; null where there is none.</returns>
    public static string? HookOf(SiteKind kind) => Names[(int)kind].Hook;

    /// <summary>Finds a kind by its name, alias or hook, the latter with or without <c>attn.</c> and <c>mlp.</c>.</summary>
    /// <param name="name">The name, in lower case.</param>
    /// <param name="kind">The kind, where there is one of that name.</param>
    /// <returns>Whether there is.</returns>
    public static bool TryParse(string name, out SiteKind kind)
    {
        foreach ((SiteKind candidate, string known, string? alias, string? hook) in Names)
        {
            if (name == known || (name is not null && (name == alias || name == hook || name == hook?.Split('.')[^1])))
            {
                kind = candidate;
                return true;
            }
        }

        kind = default;
        return false;
    }
}
