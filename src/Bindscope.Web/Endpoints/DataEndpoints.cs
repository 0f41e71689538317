using Bindscope.Web.Data;
using Bindscope.Web.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bindscope.Web.Endpoints;

/// <summary><c>GET data/…</c>: everything precomputed, the same as in the exported site.</summary>
internal static class DataEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes, SiteData data, RunCatalogue catalogue)
    {
        routes.MapGet("/data/site.json", (HttpContext context) => Answers.File(context, data.Index(live: true), "site.json"));
        routes.MapGet("/data/runs/{run}/{**path}", async (HttpContext context, string run, string path) =>
            Answers.File(context, await data.Find(catalogue.Get(run), path, context.RequestAborted), path));
    }
}
