using System.Collections.Immutable;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions;

/// <summary>How a kind of site is cut into vectors: one a position, or one a position and head.</summary>
internal static class SiteVectors
{
    /// <summary>Whether there is a vector for every head.</summary>
    internal static bool HasHeads(SiteKind kind) => kind is SiteKind.AttentionQ or SiteKind.AttentionK or SiteKind.AttentionV
        or SiteKind.AttentionScores or SiteKind.AttentionPattern or SiteKind.AttentionZ or SiteKind.AttentionHead;

    /// <summary>Whether a vector is a query's row over the keys.</summary>
    internal static bool IsOverKeys(SiteKind kind) => kind is SiteKind.AttentionScores or SiteKind.AttentionPattern;

    /// <summary>Numbers of one vector.</summary>
    internal static int Width(SiteKind kind, ModelSpec spec, int length) => kind switch
    {
        SiteKind.AttentionQ or SiteKind.AttentionK or SiteKind.AttentionV or SiteKind.AttentionZ => spec.HeadWidth,
        SiteKind.AttentionScores or SiteKind.AttentionPattern => length,
        SiteKind.MlpHidden => spec.MlpWidth,
        SiteKind.Logits => spec.Vocabulary,
        _ => spec.Width,
    };

    /// <summary>Where a vector starts in the site's value.</summary>
    internal static int Start(SiteKind kind, ModelSpec spec, int length, int row, int position, int head)
    {
        int vector = IsOverKeys(kind) ? (((row * spec.Heads) + head) * length) + position
            : HasHeads(kind) ? (((row * length) + position) * spec.Heads) + head
            : (row * length) + position;
        return vector * Width(kind, spec, length);
    }

    /// <summary>One vector of a site's value; a view.</summary>
    internal static Span<float> Of(Tensor value, SiteKind kind, ModelSpec spec, int length, int row, int position, int head) =>
        value.Values.Slice(Start(kind, spec, length, row, position, head), Width(kind, spec, length));

    /// <summary>
    /// Whether what is changed there can change the read-out. Attention carries a token's keys and values to later tokens, so in the last
    /// block only what comes before them reaches the read-out from elsewhere.
    /// </summary>
    internal static bool Reaches(SiteKind kind, int layer, int position, int readOut, int layers)
    {
        bool throughKeys = layer < layers
            ? kind != SiteKind.Logits
            : kind is SiteKind.ResidualIn or SiteKind.AttentionK or SiteKind.AttentionV;
        return position == readOut || (throughKeys && position < readOut);
    }
}

/// <summary>The mean of a site's vectors.</summary>
/// <param name="Layer">1-based; 0 for the logits.</param>
/// <param name="Head">1-based; 0 where the kind has no heads.</param>
/// <param name="Vector">As wide as the site's vectors.</param>
public sealed record SiteMean(int Layer, int Head, ImmutableArray<float> Vector);
