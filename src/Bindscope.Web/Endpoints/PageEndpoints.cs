using System.Collections.Immutable;
using System.Text;
using Bindscope.Runs;
using Bindscope.Web.Export;
using Bindscope.Web.Pages;
using Bindscope.Web.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace Bindscope.Web.Endpoints;

/// <summary>
/// The built front-end, with the words and the picture of link previews. Its page is asked for each time; what has a hash in its name is kept for a year.
/// </summary>
internal static class PageEndpoints
{
    private const string Missing = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Bindscope</title>
        <h1>The pages are not built</h1>
        <p>The server runs, and answers at <a href="data/site.json">data/site.json</a>. Build the pages with <code>make web</code> in the
        sources (it needs Node 20 and npm), then start the server again.</p></html>
        """;

    internal static void Map(WebApplication site, string? frontEnd, RunCatalogue catalogue, SiteLimits limits)
    {
        if (FrontEnd.Find(frontEnd) is not { } folder)
        {
            site.MapGet("/", () => Results.Content(Missing, "text/html", statusCode: StatusCodes.Status503ServiceUnavailable));
            return;
        }

        var files = new PhysicalFileProvider(folder, ExclusionFilters.Sensitive);
        site.Use(next => context => (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            && Previewed(context.Request, folder, catalogue, limits) is { } answer
                ? Answer(context, answer)
                : next(context));
        site.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        site.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = sent => sent.Context.Response.Headers.CacheControl =
                sent.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    /// <summary>The page with the first run's words in its head, or the picture of its curve; null for any other path, and where there is no run.</summary>
    private static IResult? Previewed(HttpRequest request, string folder, RunCatalogue catalogue, SiteLimits limits)
    {
        bool isPage = request.Path.Value is "/" or "/" + FrontEnd.Index;
        if (!isPage && request.Path.Value != "/" + LinkPreview.Picture)
        {
            return null;
        }

        RunListing listing = catalogue.List();
        RunSummary? first = SiteIndex.FirstOf(RunReader.Index(listing, limits, live: true).Runs);
        if (first is null || listing.Runs.FirstOrDefault(run => run.Name == first.Name) is not { } run)
        {
            return null;
        }

        ImmutableArray<Evaluation> curve = RunReader.Evaluations(run);
        return isPage
            ? Answers.Made(
                Encoding.UTF8.GetBytes(LinkPreview.Into(
                    File.ReadAllText(Path.Combine(folder, FrontEnd.Index)), first, curve, $"{request.Scheme}://{request.Host}{request.PathBase}/")),
                "text/html; charset=utf-8")
            : Answers.Made(CurvePicture.Png(curve), "image/png");
    }

    private static Task Answer(HttpContext context, IResult answer)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return answer.ExecuteAsync(context);
    }
}
