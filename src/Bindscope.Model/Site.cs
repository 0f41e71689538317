using System.Globalization;
using Bindscope.Errors;

namespace Bindscope.Model;

/// <summary>A place in the forward pass: a kind, and the layer where it is. As text: <c>residual.in:3</c>, <c>logits</c>.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Layer">1-based, as in the paper; 0 for <see cref="SiteKind.Logits"/>, which belongs to no layer.</param>
public readonly record struct Site(SiteKind Kind, int Layer)
{
    /// <summary>Reads a site's text.</summary>
    /// <param name="text">A kind's name or alias, a colon and a layer; <c>logits</c> alone.</param>
    /// <returns>The site.</returns>
    /// <exception cref="UserException">It is no site; the hint lists the names.</exception>
    public static Site Parse(string text)
    {
        string[] parts = text.Split(':');
        if (SiteKinds.TryParse(parts[0], out SiteKind kind))
        {
            if (kind == SiteKind.Logits && parts.Length == 1)
            {
                return new Site(kind, 0);
            }

            if (kind != SiteKind.Logits
                && parts.Length == 2
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int layer)
                && layer >= 1)
            {
                return new Site(kind, layer);
            }
        }

        string names = string.Join(", ", SiteKinds.All.Select(SiteKinds.NameOf));
        throw new UserException(
            $"'{text}' is no site", $"write a kind and a layer from 1, such as residual.in:3, or logits; the kinds: {names}");
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    /// <returns>For example <c>residual.in:3</c>.</returns>
    public override string ToString() =>
        Kind == SiteKind.Logits ? SiteKinds.NameOf(Kind) : string.Create(CultureInfo.InvariantCulture, $"{SiteKinds.NameOf(Kind)}:{Layer}");
}
