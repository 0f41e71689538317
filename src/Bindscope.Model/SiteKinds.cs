using System.Collections.Immutable;

namespace Bindscope.Model;

/// <summary>The names of the kinds of site, as they stand in text and JSON, and the field's other names for them.</summary>
public static class SiteKinds
{
    private static readonly ImmutableArray<(SiteKind Kind, string Name, string? Alias)> Names =
    [
        (SiteKind.ResidualIn, "residual.in", "resid_pre"),
        (SiteKind.AttentionQ, "attention.q", "q"),
        (SiteKind.AttentionK, "attention.k", "k"),
        (SiteKind.AttentionV, "attention.v", "v"),
        (SiteKind.AttentionScores, "attention.scores", null),
        (SiteKind.AttentionPattern, "attention.pattern", "pattern"),
        (SiteKind.AttentionZ, "attention.z", "z"),
        (SiteKind.AttentionHead, "attention.head", "result"),
        (SiteKind.AttentionOut, "attention.out", "attn_out"),
        (SiteKind.ResidualMid, "residual.mid", "resid_mid"),
        (SiteKind.MlpHidden, "mlp.hidden", "post"),
        (SiteKind.MlpOut, "mlp.out", "mlp_out"),
        (SiteKind.ResidualOut, "residual.out", "resid_post"),
        (SiteKind.Logits, "logits", null),
    ];

    /// <summary>Every kind, in the order of a forward pass.</summary>
    public static ImmutableArray<SiteKind> All { get; } = [.. Names.Select(names => names.Kind)];

    /// <summary>A kind's name.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>For example <c>residual.in</c>.</returns>
    public static string NameOf(SiteKind kind) => Names[(int)kind].Name;

    /// <summary>The name that the field's tutorials use for a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>For example <c>resid_pre</c>; null where there is none.</returns>
    public static string? AliasOf(SiteKind kind) => Names[(int)kind].Alias;

    /// <summary>Finds a kind by its name or alias.</summary>
    /// <param name="name">The name, in lower case.</param>
    /// <param name="kind">The kind, where there is one of that name.</param>
    /// <returns>Whether there is.</returns>
    public static bool TryParse(string name, out SiteKind kind)
    {
        foreach ((SiteKind candidate, string known, string? alias) in Names)
        {
            if (name == known || name == alias)
            {
                kind = candidate;
                return true;
            }
        }

        kind = default;
        return false;
    }
}
