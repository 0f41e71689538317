using System.Text.Json;
using Bindscope.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bindscope.Web.Problems;

/// <summary>Turns what a request throws into an answer that says what is wrong.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            Problem? unsaid = context.Response switch
            {
                { HasStarted: true } => null,
                { StatusCode: 400 } => new Problem("wrong-request", "The request is wrong", 400, "a part of the address is not what belongs there"),
                { StatusCode: 404 } => new Problem("not-found", "Not found", 404, "there is nothing at this address"),
                { StatusCode: 405 } => new Problem("wrong-method", "Wrong method", 405, $"{context.Request.Method} is not answered at this address"),
                _ => null,
            };
            if (unsaid is not null)
            {
                await Write(context, unsaid);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (Exception wrong) when (!context.Response.HasStarted)
        {
            Problem problem = Of(wrong);
            if (problem.Status == 500)
            {
                Defect(logger, wrong, context.Request.Path);
            }

            if (problem.Status == 503)
            {
                context.Response.Headers.RetryAfter = "1";
            }

            await Write(context, problem);
        }
    }

    /// <summary>Writes a problem.</summary>
    internal static async Task Write(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ETag = default;
        await context.Response.Body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(problem with { Type = $"bindscope:{problem.Type}" }, SiteJson.WithoutNulls), context.RequestAborted);
    }

    private static Problem Of(Exception wrong) => wrong switch
    {
        WrongProgramException program => new("wrong-program", "The program is wrong", 400, program.Message, Errors: program.Places),
        UserException { ExitCode: 2 } request => new("wrong-request", "The request is wrong", 400, request.Message, request.Hint),
        UserException files => new("wrong-files", "Something is wrong with the run's files", 500, files.Message, files.Hint),
        JsonException json => new("wrong-json", "The body is wrong", 400, json.Message),
        NotFoundException missing => new("not-found", "Not found", 404, missing.Message),
        FileNotFoundException or DirectoryNotFoundException => new("not-found", "Not found", 404, "the file is gone"),
        QueueFullException full => new("busy", "The server is busy", 503, full.Message),
        RefusedException refused => new("refused", "The request is refused", refused.Status, refused.Message, refused.Hint),
        BadHttpRequestException { StatusCode: 413 } => new("too-large", "The body is too large", 413, "the body is larger than the server takes"),
        BadHttpRequestException bad => new("wrong-request", "The request is wrong", bad.StatusCode, bad.Message),
        OperationCanceledException => new("deadline", "It took too long", 504, "the computation was stopped at the server's deadline"),
        _ => new("defect", "A defect of Bindscope", 500, "this is a defect of Bindscope; the server's terminal has the details"),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "defect at {Path}")]
    private static partial void Defect(ILogger logger, Exception wrong, PathString path);
}
