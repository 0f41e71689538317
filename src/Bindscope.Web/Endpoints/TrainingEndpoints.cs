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
            var request = await RequestBody.Read<TrainRequest>(context.Request);
            return Begun(context, counter.Train(request));
        });
        MapPost("stop", counter.Stop);
        MapPost("resume", counter.Resume);
        MapPost("analyse", counter.Analyse);

        void MapPost(string what, Func<string, string> act) => routes.MapPost($"/api/train/{{run}}/{what}", async (HttpContext context, string run) =>
        {
            await RequestBody.Read<NoFields>(context.Request);
            return Begun(context, act(run));
        });
    }

    private static IResult Begun(HttpContext context, string run)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Answers.Live(context, SiteJson.Bytes(new TrainingAnswer(run)));
    }
}

/// <summary>The body of a request that says everything by its address: an empty object, since a page of another site can send no JSON unasked.</summary>
internal sealed record NoFields;
