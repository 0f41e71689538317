using Bindscope.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace Bindscope.Web.Endpoints;

/// <summary>The built front-end. Its page is asked for each time; what has a hash in its name is kept for a year.</summary>
internal static class PageEndpoints
{
    private const string Missing = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Bindscope</title>
        <h1>The pages are not built</h1>
        <p>The server runs, and answers at <a href="data/site.json">data/site.json</a>. Build the pages with <code>make web</code> in the
        sources (it needs Node 20 and npm), then start the server again.</p></html>
        """;

    internal static void Map(WebApplication site, string? frontEnd)
    {
        if (FrontEnd.Find(frontEnd) is not { } folder)
        {
            site.MapGet("/", () => Results.Content(Missing, "text/html", statusCode: StatusCodes.Status503ServiceUnavailable));
            return;
        }

        var files = new PhysicalFileProvider(folder, ExclusionFilters.Sensitive);
        site.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        site.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = sent => sent.Context.Response.Headers.CacheControl =
                sent.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }
}
