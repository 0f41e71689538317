using System.Net;
using Microsoft.AspNetCore.Http;

namespace Bindscope.Web.Problems;

/// <summary>
/// What every answer says about safety. A server for this machine alone answers to this machine's names alone, so that a page elsewhere
/// cannot reach it by a name of its own that leads here.
/// </summary>
internal sealed class SafetyMiddleware(RequestDelegate next, string host)
{
    private const string Policy =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly bool isLocal = host == "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    public Task InvokeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return isLocal && !IsThisMachine(context.Request.Host.Host)
            ? ProblemMiddleware.Write(context, new Problem("wrong-host", "Wrong host", 421, "this server answers to localhost and 127.0.0.1 alone"))
            : next(context);
    }

    private static bool IsThisMachine(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
