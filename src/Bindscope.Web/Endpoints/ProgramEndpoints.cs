using Bindscope.Web.Programs;
using Bindscope.Web.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bindscope.Web.Endpoints;

/// <summary><c>POST api/program…</c>: programs, without a model.</summary>
internal static class ProgramEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes, RunCatalogue catalogue, TestSets tests, SiteLimits limits)
    {
        routes.MapPost("/api/program", async (HttpContext context) =>
        {
            var request = await RequestBody.Read<ProgramRequest>(context.Request);
            return Answers.Live(context, SiteJson.Bytes(ProgramReader.Describe(request, limits)));
        });
        routes.MapPost("/api/program/random", async (HttpContext context) =>
        {
            var request = await RequestBody.Read<RandomProgramRequest>(context.Request);
            return Answers.Live(context, SiteJson.Bytes(tests.Draw(catalogue.Get(request.Run), request)));
        });
    }
}
