using Bindscope.Web.Data;
using Bindscope.Web.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bindscope.Web.Endpoints;

/// <summary><c>GET data/…</c>: everything precomputed, the same as in the exported site.</summary>
internal static class DataEndpoints
{
    private static readonly string[] Read = ["GET", "HEAD"];

    /// <summary>A report is one page that brings its style along, runs nothing, and may stand inside the site's own pages.</summary>
    private const string ReportPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    internal static void Map(IEndpointRouteBuilder routes, SiteData data, RunCatalogue catalogue)
    {
        routes.MapMethods("/data/site.json", Read, (HttpContext context) => Answers.File(context, data.Index(live: true), "site.json"));
        routes.MapMethods("/data/runs/{run}/{**path}", Read, async (HttpContext context, string run, string? path) =>
            Answers.File(context, await data.Find(catalogue.Get(run), path ?? "", context.RequestAborted), path ?? "file without a name"));
        routes.MapMethods("/data/report/{run}/{**path}", Read, (HttpContext context, string run, string? path) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ReportPolicy;
            return Answers.File(context, SiteData.FindReport(catalogue.Get(run), path ?? ""), path ?? "file without a name");
        });
    }
}
