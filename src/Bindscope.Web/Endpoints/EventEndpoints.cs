using System.Globalization;
using Bindscope.Web.Problems;
using Bindscope.Web.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bindscope.Web.Endpoints;

/// <summary><c>GET api/runs/…/events</c>: a run while it trains, as server-sent events.</summary>
internal static class EventEndpoints
{
    private const int MostReaders = 64;

    internal static void Map(IEndpointRouteBuilder routes, RunCatalogue catalogue, TimeProvider time)
    {
        int readers = 0;
        routes.MapGet("/api/runs/{run}/events", async (HttpContext context, string run, long? after) =>
        {
            RunEntry entry = catalogue.Get(run);
            if (Interlocked.Increment(ref readers) > MostReaders)
            {
                Interlocked.Decrement(ref readers);
                throw new RefusedException(503, $"{MostReaders} readers are already following runs");
            }

            try
            {
                // nginx would keep events back until it has a buffer full of them.
                context.Response.Headers["X-Accel-Buffering"] = "no";

                // A browser that was cut off says which event it saw last.
                string? last = context.Request.Headers["Last-Event-ID"];
                long? from = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out long seen) ? seen : after;
                await TypedResults.ServerSentEvents(new RunTail(entry, time).Events(from, context.RequestAborted)).ExecuteAsync(context);
            }
            finally
            {
                Interlocked.Decrement(ref readers);
            }
        });
    }
}
