using System.Net;
using Microsoft.AspNetCore.Http;

namespace Bindscope.Web.Problems;

/// <summary>
/// What every answer says about safety. A server for this machine alone answers to this machine's names alone, so that a page elsewhere
/// cannot reach it by a name of its own that leads here.
/// </summary>
internal sealed class SafetyMiddleware(RequestDelegate next, SiteOptions options)
{
    private const string Policy =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (options.IsLocal && !IsThisMachine(context.Request.Host.Host))
        {
            return ProblemMiddleware.Write(context, new Problem("wrong-host", "Wrong host", 421, "this server answers to localhost and 127.0.0.1 alone"));
        }

        return HttpMethods.IsPost(context.Request.Method) && IsForeign(context.Request)
            ? ProblemMiddleware.Write(context, new Problem("wrong-origin", "Wrong origin", 403, "a page of another site may not ask this"))
            : next(context);
    }

    /// <summary>Browsers say which site's page sends a POST; programs that are no browsers say nothing.</summary>
    private bool IsForeign(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        return !string.IsNullOrEmpty(origin)
            && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? page)
                && (page.Authority == request.Host.Value || (options.IsLocal && IsThisMachine(page.Host))));
    }

    private static bool IsThisMachine(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
