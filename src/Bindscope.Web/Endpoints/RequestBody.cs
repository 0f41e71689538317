using System.Text.Json;
using Bindscope.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace Bindscope.Web.Endpoints;

/// <summary>Reads the bodies of requests, strictly.</summary>
internal static class RequestBody
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="RefusedException">It is not said to be JSON, as what a page of another site can send unasked; or it cannot be read.</exception>
    /// <exception cref="JsonException">It is no JSON, or a key is unknown, missing or double, or a value has the wrong type.</exception>
    internal static async Task<T> Read<T>(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new RefusedException(415, "the body must be JSON, and Content-Type must say so: application/json");
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, SiteJson.Options, request.HttpContext.RequestAborted)
                ?? throw new JsonException("the body is null");
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            throw new RefusedException(400, "the body ends too early, or says a wrong size");
        }
    }
}
