using System.Collections.Immutable;
using System.CommandLine;
using Bindscope.Errors;
using Bindscope.Web;
using Bindscope.Web.Trainings;

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
        Description = $"the port, or 0 for any free one; by default {SiteOptions.DefaultPort}, or the next free one",
    };

    private readonly Option<bool> quiet = new("--no-browser") { Description = "print the address without opening a browser" };

    private readonly Option<bool> allowTraining = new("--allow-training")
    {
        Description = "let pages start trainings although others can reach the server; on 127.0.0.1 alone they always can",
    };

    private readonly Option<string[]> allowHost = new("--allow-host")
    {
        Description = "a name that the server answers to besides its own address, such as a proxy's; may be given several times",
    };

    private readonly Option<string[]> allowFrame = new("--allow-frame")
    {
        Description = "an origin whose pages may show these in a frame, such as https://example.org; may be given several times",
    };

    public ServeVerb()
    {
        Command = new Command("serve", "Serves the pages about runs, live while they train, until Ctrl-C.");
        selection.AddTo(Command);
        Command.Add(host);
        Command.Add(port);
        Command.Add(quiet);
        Command.Add(allowTraining);
        Command.Add(allowHost);
        Command.Add(allowFrame);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        SiteOptions options = selection.Options(request) with
        {
            Host = request.GetRequiredValue(host),
            Port = request.GetValue(port),
            AllowsTraining = request.GetValue(allowTraining),
            AllowedHosts = [.. request.GetValue(allowHost) ?? []],
            AllowedFrames = [.. request.GetValue(allowFrame) ?? []],
            Report = terminal.Error.WriteLine,
        };
        Serve(options, !request.GetValue(quiet), terminal, cancellation).GetAwaiter().GetResult();
        return ExitCode.Success;
    }

    private static async Task Serve(SiteOptions options, bool opensBrowser, Terminal terminal, CancellationToken cancellation)
    {
        string runs = options.Roots.FirstOrDefault(root => !root.IsReference)?.Directory ?? "runs";
        await using var desk = new TrainingDesk(OwnProgram.Command, runs, TimeProvider.System);
        await using SiteServer server = await SiteServer.Start(options, TimeProvider.System, cancellation, desk);
        foreach (string problem in server.Problems)
        {
            await terminal.Error.WriteLineAsync($"warning: {problem}");
        }

        if (!options.IsLocal)
        {
            string also = options.AllowsTraining ? ", and start and stop trainings" : "";
            await terminal.Error.WriteLineAsync($"warning: there are no passwords: whoever reaches this server can read the runs, make it compute{also}");
        }

        if (options.Port is null && new Uri(server.Address).Port != SiteOptions.DefaultPort)
        {
            await terminal.Error.WriteLineAsync($"port {SiteOptions.DefaultPort} is taken, so another one is used");
        }

        await terminal.Out.WriteLineAsync(server.Address);
        await terminal.Out.FlushAsync(CancellationToken.None);
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

        if (desk.Busy is { } busy)
        {
            await terminal.Error.WriteLineAsync($"stopping the work on {busy} that was started from the pages; it can be continued later");
        }
    }
}

/// <summary>The options that say which runs a site shows.</summary>
internal sealed class SiteSelection
{
    private readonly Option<string[]> run = new("--run")
    {
        Description = "a run by name or path, the first shown first; by default all runs",
    };

    private readonly Option<string[]> runs = new("--runs")
    {
        Description = "a folder of runs instead of runs/ and reference/; may be given several times",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(run);
        command.Add(runs);
    }

    /// <summary>What is to be shown.</summary>
    /// <exception cref="UserException">A folder of runs does not exist.</exception>
    public SiteOptions Options(ParseResult request)
    {
        string[] folders = request.GetValue(runs) ?? [];
        if (folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
        {
            throw new UserException($"there is no folder {missing}", "name a folder that holds runs, such as runs", ExitCode.WrongMachine);
        }

        ImmutableArray<RunRoot> roots = folders.Length == 0 ? SiteOptions.DefaultRoots : [.. folders.Select(folder => new RunRoot(folder))];
        return new SiteOptions(roots, [.. request.GetValue(run) ?? []]);
    }
}
