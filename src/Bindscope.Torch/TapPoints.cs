using System.Globalization;
using Bindscope.Errors;
using static TorchSharp.torch;

namespace Bindscope.Torch;

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

    /// <summary>The site's value, or what the tap puts in its place.</summary>
    internal Tensor Through(SiteKind kind, Tensor value)
    {
        if (!Wants(kind))
        {
            return value;
        }

        var site = new Site(kind, layer);
        Tensor? replacement = tap!.Visit(site, value);
        if (replacement is null)
        {
            return value;
        }

        return replacement.dtype == value.dtype && replacement.shape.AsSpan().SequenceEqual(value.shape)
            ? replacement
            : throw new UserException(
                $"what is to replace {site} is {Text(replacement)}, its value is {Text(value)}",
                "give a replacement of the same shape and type");
    }

    private static string Text(Tensor value)
    {
        string sizes = string.Join(", ", value.shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        return $"[{sizes}] {value.dtype}";
    }
}
