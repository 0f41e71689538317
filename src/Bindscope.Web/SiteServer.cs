using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Bindscope.Errors;
using Bindscope.Web.Compute;
using Bindscope.Web.Data;
using Bindscope.Web.Endpoints;
using Bindscope.Web.Live;
using Bindscope.Web.Problems;
using Bindscope.Web.Programs;
using Bindscope.Web.Runs;
using Bindscope.Web.Trainings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bindscope.Web;

/// <summary>The site, served on this machine. docs/web.md lists its addresses and limits.</summary>
public sealed class SiteServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly LiveModels models;

    private SiteServer(WebApplication application, LiveModels models, RunCatalogue catalogue)
    {
        (this.application, this.models) = (application, models);
        RunListing found = catalogue.List();
        (RunCount, Problems) = (found.Runs.Count, found.Problems);
        Address = application.Urls.First();
    }

    /// <summary>Where it listens, with the port.</summary>
    public string Address { get; }

    /// <summary>How many runs there were at its start.</summary>
    public int RunCount { get; }

    /// <summary>Runs that cannot be shown, and why, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>What waits for the compute thread.</summary>
    internal ComputeQueue Queue => models.Queue;

    /// <summary>Starts a server.</summary>
    /// <param name="options">What it shows, and where.</param>
    /// <param name="time">The clock for deadlines.</param>
    /// <param name="cancellation">Stops the start.</param>
    /// <param name="desk">Where trainings are begun from the pages; it outlives the server. Null where none can be.</param>
    /// <exception cref="UserException">The address cannot be had, or there is no such port.</exception>
    public static async Task<SiteServer> Start(
        SiteOptions options, TimeProvider time, CancellationToken cancellation, TrainingDesk? desk = null)
    {
        if (options.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new UserException($"--port is {options.Port}, must be 0-{IPEndPoint.MaxPort}", "leave it out, or give 0 for a free one");
        }

        if (options.Port is { } asked)
        {
            return await At(asked) ?? throw new UserException(
                $"port {asked} of {options.Host} is taken", "choose another with --port, or --port 0 for a free one", 3);
        }

        const int Tries = 20;
        for (int port = SiteOptions.DefaultPort; port < SiteOptions.DefaultPort + Tries; port++)
        {
            if (await At(port) is { } server)
            {
                return server;
            }
        }

        return (await At(0))!;

        async Task<SiteServer?> At(int port)
        {
            (WebApplication application, LiveModels models, RunCatalogue catalogue) = Build(options, port, time, desk);
            try
            {
                await application.StartAsync(cancellation);
                return new SiteServer(application, models, catalogue);
            }
            catch (IOException)
            {
                models.Dispose();
                await application.DisposeAsync();
                return null;
            }
            catch (SocketException refused)
            {
                models.Dispose();
                await application.DisposeAsync();
                throw new UserException($"cannot listen on {options.Host}:{port}: {refused.Message}", "choose another --host or --port", 3, refused);
            }
        }
    }

    /// <summary>Ends the connections and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await application.StopAsync(soon.Token);
        await application.DisposeAsync();
        models.Dispose();
    }

    private static (WebApplication Application, LiveModels Models, RunCatalogue Catalogue) Build(
        SiteOptions options, int port, TimeProvider time, TrainingDesk? desk)
    {
        SiteLimits limits = options.Limits ?? new SiteLimits();
        IPAddress listening = AddressOf(options.Host);
        var hosts = new KnownHosts(options.AllowedHosts.IsDefault ? [] : options.AllowedHosts, listening);
        var frames = new FrameOrigins(options.AllowedFrames.IsDefault ? [] : options.AllowedFrames);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "bindscope" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.BodyBytes;
            kestrel.Listen(listening, port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging =>
        {
            // That a port is taken is said in other words.
            logging.SetMinimumLevel(LogLevel.Error).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
            if (options.Report is { } report)
            {
                logging.AddProvider(new LineLog(report));
            }
        });
        builder.Services.AddResponseCompression(compression =>
        {
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = ["application/json", "application/problem+json", "text/html", "text/css", "text/javascript", "image/svg+xml"];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);

        WebApplication site = builder.Build();
        var catalogue = new RunCatalogue(options);
        catalogue.RequireChosen();
        var tests = new TestSets();
        var models = new LiveModels(limits, time);
        site.UseMiddleware<SafetyMiddleware>(hosts, frames);
        site.UseResponseCompression();
        site.UseMiddleware<ProblemMiddleware>();
        PageEndpoints.Map(site, options.FrontEnd, catalogue, limits);
        site.UseRouting();
        DataEndpoints.Map(site, new SiteData(catalogue, tests, models, limits), catalogue);
        ProgramEndpoints.Map(site, catalogue, tests, limits);
        LiveEndpoints.Map(site, catalogue, models, limits);
        EventEndpoints.Map(site, catalogue, time);
        TrainingEndpoints.Map(site, TrainingCounter.For(options, desk, catalogue));
        return (site, models, catalogue);
    }

    private static IPAddress AddressOf(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.IPv6Any,
        _ => IPAddress.TryParse(host, out IPAddress? address)
            ? address
            : throw new UserException($"'{host}' is not an address of this machine", "write --host 127.0.0.1, or 0.0.0.0 to let other machines in"),
    };
}
