using System.Globalization;
using Bindscope.Errors;

namespace Bindscope.Model;

/// <summary>A place in the forward pass: a kind, and the layer where it is. As text: <c>residual.in:3</c>, <c>logits</c>.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Layer">1-based, as in the paper; 0 for <see cref="SiteKind.Logits"/>, which belongs to no layer.</param>
public readonly record struct Site(SiteKind Kind, int Layer)
{
    private const string Blocks = "blocks.";

    /// <summary>What enters the first block, as TransformerLens calls it where positions are rotary.</summary>
    private const string Embedding = "hook_embed";

    /// <summary>Reads a site's text.</summary>
    /// <param name="text">A kind's name or alias, a colon and a layer; <c>logits</c> alone; or TransformerLens' whole name, whose blocks count
    /// from 0: <c>blocks.1.attn.hook_q</c> is <c>attention.q:2</c>.</param>
    /// <returns>The site.</returns>
    /// <exception cref="UserException">It is no site; the hint lists the names.</exception>
    public static Site Parse(string text)
    {
        if (TryParseHook(text, out Site hooked))
        {
            return hooked;
        }

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

        throw new UserException(
            $"'{text}' is no site",
            $"write a kind and a layer from 1, such as residual.in:3, or a hook with its block from 0, such as blocks.2.hook_resid_pre, or logits; "
            + $"the kinds and their hooks: {SiteKinds.Listed}");
    }

    /// <summary>Reads a whole name of TransformerLens.</summary>
    /// <param name="text">Such as <c>blocks.0.hook_resid_pre</c>, <c>hook_embed</c>.</param>
    /// <param name="site">The site; its layer is one more than the block.</param>
    /// <returns>Whether it is such a name of a site that is here.</returns>
    public static bool TryParseHook(string text, out Site site)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == Embedding)
        {
            site = new Site(SiteKind.ResidualIn, 1);
            return true;
        }

        string[] parts = text.StartsWith(Blocks, StringComparison.Ordinal) ? text[Blocks.Length..].Split('.', 2) : [];
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int block) && block < int.MaxValue
            && SiteKinds.TryParse(parts[1], out SiteKind kind) && SiteKinds.HookOf(kind) == parts[1])
        {
            site = new Site(kind, block + 1);
            return true;
        }

        site = default;
        return false;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    /// <returns>For example <c>residual.in:3</c>.</returns>
    public override string ToString() =>
        Kind == SiteKind.Logits ? SiteKinds.NameOf(Kind) : string.Create(CultureInfo.InvariantCulture, $"{SiteKinds.NameOf(Kind)}:{Layer}");
}
