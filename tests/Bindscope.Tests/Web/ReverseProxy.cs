using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Bindscope.Tests.Web;

/// <summary>
/// A reverse proxy in front of a server, as JupyterHub's and nginx are: it takes a prefix off the path, and passes on everything else. The
/// host goes along as JupyterHub does it, or becomes that of the server, which is nginx's default.
/// </summary>
internal sealed class ReverseProxy : IAsyncDisposable
{
    internal const string Prefix = "/user/ann/proxy/5000";

    private readonly WebApplication application;
    private readonly HttpMessageInvoker server = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

    private ReverseProxy(WebApplication application) => this.application = application;

    /// <summary>A client of the proxy, below its prefix, whose browser shows a host in its address bar.</summary>
    internal HttpClient Client(string host)
    {
        var client = new HttpClient { BaseAddress = new Uri($"{application.Urls.First()}{Prefix}/") };
        client.DefaultRequestHeaders.Host = host;
        return client;
    }

    /// <summary>Starts a proxy on a free port.</summary>
    /// <param name="target">The server's address.</param>
    /// <param name="keepsHost">Whether the server is told the host that the browser asked for.</param>
    internal static async Task<ReverseProxy> Start(string target, bool keepsHost)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var proxy = new ReverseProxy(builder.Build());
        proxy.application.Run(context => proxy.Pass(context, target, keepsHost));
        await proxy.application.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await application.StopAsync(TestContext.Current.CancellationToken);
        await application.DisposeAsync();
        server.Dispose();
    }

    private async Task Pass(HttpContext context, string target, bool keepsHost)
    {
        string path = context.Request.Path.Value!;
        Assert.StartsWith(Prefix, path, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target + path[Prefix.Length..] + context.Request.QueryString);
        if (context.Request.ContentLength is > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var header in context.Request.Headers.Where(header => header.Key != "Host"))
        {
            if (!request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray());
            }
        }

        request.Headers.Host = keepsHost ? context.Request.Host.Value : null;
        using HttpResponseMessage answer = await server.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Transfer-Encoding"))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
