using Microsoft.AspNetCore.Http;

namespace Bindscope.Web.Problems;

/// <summary>What every answer says about safety; and requests that are for another host, or come from another site's page, are refused.</summary>
internal sealed class SafetyMiddleware(RequestDelegate next, KnownHosts hosts, FrameOrigins frames)
{
    private readonly string policy =
        $"default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors {frames}";

    public Task InvokeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!hosts.Knows(context.Request))
        {
            return ProblemMiddleware.Write(context, new Problem(
                "wrong-host", "Wrong host", 421, "this server does not answer to the name that it was asked by",
                "open the address that it printed when it started; it answers to another name with bindscope serve --allow-host NAME"));
        }

        return HttpMethods.IsPost(context.Request.Method) && hosts.IsForeign(context.Request)
            ? ProblemMiddleware.Write(context, new Problem("wrong-origin", "Wrong origin", 403, "a page of another site may not ask this"))
            : next(context);
    }
}
