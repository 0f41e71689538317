using System.CommandLine;
using Bindscope.Web;

namespace Bindscope.Cli.Verbs;

/// <summary>Serves the pages, and opens them in the browser.</summary>
internal sealed class ServeVerb : IVerb
{
    private readonly SiteSelection selection = new();
    private readonly Option<string> host = new("--host")
    {
        Description = "the address to listen at; any other than 127.0.0.1 lets other machines in",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private readonly Option<int?> port = new("--port")
    {
        Description = $"the port; 0 for a free one; by default {SiteOptions.DefaultPort}, or the next that is free",
    };

    private readonly Option<bool> quiet = new("--no-browser") { Description = "only print the address" };

    public ServeVerb()
    {
        Command = new Command("serve", "Serves the pages about runs, live while they train, until Ctrl-C.");
        selection.AddTo(Command);
        Command.Add(host);
        Command.Add(port);
        Command.Add(quiet);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        SiteOptions options = selection.Options(request) with { Host = request.GetRequiredValue(host), Port = request.GetValue(port) };
        Serve(options, !request.GetValue(quiet), terminal, cancellation).GetAwaiter().GetResult();
        return ExitCode.Success;
    }

    private static async Task Serve(SiteOptions options, bool opensBrowser, Terminal terminal, CancellationToken cancellation)
    {
        await using SiteServer server = await SiteServer.Start(options, TimeProvider.System, cancellation);
        foreach (string problem in server.Problems)
        {
            await terminal.Error.WriteLineAsync($"warning: {problem}");
        }

        if (options.Port is null && new Uri(server.Address).Port != SiteOptions.DefaultPort)
        {
            await terminal.Error.WriteLineAsync($"port {SiteOptions.DefaultPort} is taken, so this is another");
        }

        await terminal.Out.WriteLineAsync(server.Address);
        await terminal.Out.FlushAsync(cancellation);
        await terminal.Error.WriteLineAsync("Ctrl-C stops it");
        if (opensBrowser)
        {
            Browser.Open(server.Address);
        }

        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is the way to end it.
        }
    }
}
