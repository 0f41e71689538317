using System.Net;
using Bindscope.Web.Problems;
using Bindscope.Web.Trainings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bindscope.Web.Endpoints;

/// <summary><c>api/train…</c>: trainings and analyses that are begun from a page.</summary>
internal static class TrainingEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes, TrainingCounter counter)
    {
        routes.MapGet("/api/train", (HttpContext context) => Answers.Live(context, SiteJson.Bytes(counter.Offer())));
        routes.MapPost("/api/train", async (HttpContext context) =>
        {
            RequireOwnName(context.Request);
            return Begun(context, counter.Train(await RequestBody.Read<TrainRequest>(context.Request)));
        });
        MapPost("stop", counter.Stop);
        MapPost("resume", counter.Resume);
        MapPost("analyse", counter.Analyse);

        void MapPost(string what, Func<string, string> act) => routes.MapPost($"/api/train/{{run}}/{what}", async (HttpContext context, string run) =>
        {
            RequireOwnName(context.Request);
            await RequestBody.Read<NoFields>(context.Request);
            return Begun(context, act(run));
        });
    }

    private static IResult Begun(HttpContext context, string run)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Answers.Live(context, SiteJson.Bytes(new TrainingAnswer(run)));
    }

    /// <summary>
    /// A page elsewhere may have a name of its own lead to this server, and is then of the same origin in the browser's eyes. A name that is
    /// the machine's own, or an address, cannot be had that way.
    /// </summary>
    private static void RequireOwnName(HttpRequest request)
    {
        string name = request.Host.Host;
        bool isOwn = name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(name.Trim('[', ']'), out _)
            || name.Split('.')[0].Equals(Environment.MachineName.Split('.')[0], StringComparison.OrdinalIgnoreCase);
        if (!isOwn)
        {
            throw new RefusedException(421, $"'{name}' is no name of this machine", $"use its address or {Environment.MachineName}");
        }
    }
}
