using System.CommandLine;
using Bindscope.Errors;

namespace Bindscope.Cli.Verbs;

/// <summary>Shows the reference runs at once, and trains and analyses a model beside them.</summary>
internal sealed class DemoVerb : IVerb
{
    private readonly PresetOptions preset = new();
    private readonly Option<string?> run = new("--run")
    {
        Description = "name of the run under runs/, or a path; by default demo-SEED. An existing run is continued, or shown if it is finished",
    };

    private readonly Option<bool> noTraining = new("--no-train") { Description = "show the existing runs and train nothing" };
    private readonly Option<bool> noServer = new("--no-serve") { Description = "train and analyse, without a server" };
    private readonly Option<bool> noBrowser = new("--no-browser") { Description = "print the address without opening a browser" };
    private readonly Option<int?> port = new("--port") { Description = "the port; by default as serve chooses it" };

    public DemoVerb()
    {
        Command = new Command("demo", "Shows the reference runs in the browser while a model is trained and analysed, until Ctrl-C.")
        {
            run, noTraining, noServer, noBrowser, port,
        };
        preset.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        bool trains = !request.GetValue(noTraining);
        bool serves = !request.GetValue(noServer);
        if (!trains && !serves)
        {
            throw new UserException("there is nothing to do without training and without a server", "leave --no-train or --no-serve out");
        }

        Demo demo = new(
            trains ? Plan(request) : null,
            new DemoPages(serves, !request.GetValue(noBrowser), request.GetValue(port)),
            terminal);
        return demo.Run(cancellation).GetAwaiter().GetResult();
    }

    /// <summary>What is to be trained; wrong requests are refused before anything begins.</summary>
    private DemoPlan Plan(ParseResult request)
    {
        var resolved = preset.Resolve(request);
        string directory = Runs.Run.Locate(
            request.GetValue(run) ?? FormattableString.Invariant($"demo-{resolved.Training.Seed}"));
        return File.Exists(Path.Combine(directory, "spec.json"))
            ? DemoPlan.GoOn(Runs.Run.Open(directory))
            : DemoPlan.Begin(directory, preset.Known(request), resolved.Training.Seed, preset.Changes(request));
    }
}
