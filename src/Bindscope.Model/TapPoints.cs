using Bindscope.Errors;
using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>Where one layer's values go through the tap, if there is one.</summary>
internal readonly struct TapPoints(IActivationTap? tap, int layer)
{
    /// <summary>Whether the tap is to see this kind of site in this layer.</summary>
    internal bool Wants(SiteKind kind) => tap is not null && tap.Wants(new Site(kind, layer));

    /// <summary>Whether it is to see something that fused attention never computes.</summary>
    internal bool WantsInsideAttention() =>
        tap is not null
        && (Wants(SiteKind.AttentionQ) || Wants(SiteKind.AttentionK) || Wants(SiteKind.AttentionV)
            || Wants(SiteKind.AttentionScores) || Wants(SiteKind.AttentionPattern));

    /// <summary>Shows the site's value, and overwrites it with what the tap puts in its place.</summary>
    /// <param name="kind">The kind of site.</param>
    /// <param name="memory">Begins with the value.</param>
    /// <param name="shape">The value's shape.</param>
    /// <returns>Whether the value was replaced.</returns>
    /// <exception cref="UserException">The replacement has another shape.</exception>
    internal bool Through(SiteKind kind, Tensor memory, params ReadOnlySpan<int> shape)
    {
        if (!Wants(kind))
        {
            return false;
        }

        var site = new Site(kind, layer);
        Tensor value = memory.Beginning(shape);
        Tensor? replacement = tap!.Visit(site, value);
        if (replacement is null)
        {
            return false;
        }

        if (!replacement.Shape.SequenceEqual(shape))
        {
            throw new UserException(
                $"what is to replace {site} is {replacement}, its value is {value}", "give a replacement of the same shape");
        }

        value.CopyFrom(replacement);
        return true;
    }
}
