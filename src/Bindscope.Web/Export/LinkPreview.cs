using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Web.Runs;

namespace Bindscope.Web.Export;

/// <summary>What a link to a site looks like where links are shown with a preview: the first run's name, accuracy and curve.</summary>
/// <remarks>The Open Graph protocol, ogp.me. Readers of it want the picture's whole address, so it is only as good as what is known of the folder's.</remarks>
internal static class LinkPreview
{
    /// <summary>The picture's name in the folder.</summary>
    internal const string Picture = "preview.png";

    /// <summary>The page that opens the site, with the preview's words in its head.</summary>
    /// <param name="page">index.html.</param>
    /// <param name="run">The first run.</param>
    /// <param name="evaluations">Its evaluations, by step.</param>
    /// <param name="address">Where the site is or will be; null where that is not known.</param>
    /// <exception cref="UserException">The address is none.</exception>
    internal static string Into(string page, RunSummary run, ImmutableArray<Evaluation> evaluations, string? address)
    {
        string says = evaluations.IsEmpty
            ? $"{run.Name}: a small Transformer that learns variable binding"
            : string.Create(CultureInfo.InvariantCulture, $"{run.Name}: {100 * evaluations[^1].Accuracy:0.0} % right after {evaluations[^1].Step} steps");
        var properties = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["og:type"] = "website",
            ["og:title"] = "Bindscope: how a neural network learns what a variable means",
            ["og:description"] = says,
            ["og:image"] = Base(address) + Picture,
            ["og:image:width"] = CurvePicture.Width.ToString(CultureInfo.InvariantCulture),
            ["og:image:height"] = CurvePicture.Height.ToString(CultureInfo.InvariantCulture),
            ["og:image:alt"] = $"Accuracy of {run.Name} over its training",
            ["twitter:card"] = "summary_large_image",
        };
        string tags = string.Concat(properties.Select(one => $"""<meta property="{one.Key}" content="{WebUtility.HtmlEncode(one.Value)}" />"""));
        return page.Replace("<title>", tags + "<title>", StringComparison.Ordinal);
    }

    private static string Base(string? address) => address is null
        ? "./"
        : Uri.TryCreate(address, UriKind.Absolute, out Uri? place) && place.Scheme is "http" or "https"
            ? place.AbsoluteUri.TrimEnd('/') + "/"
            : throw new UserException($"--address '{address}' is no address of a site", "give it whole, such as https://example.org/bindscope/");
}
