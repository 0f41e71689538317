using System.Collections.Immutable;
using System.CommandLine;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Web.Trainings;

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

/// <summary>What a demo trains, and the commands for it.</summary>
/// <param name="Directory">The run's folder.</param>
/// <param name="Training">The command that trains; null where that is done.</param>
internal sealed record DemoPlan(string Directory, DeskStep? Training)
{
    /// <summary>Whether the training was finished before.</summary>
    public bool IsFinished => Training is null;

    /// <summary>The run's name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Directory)));

    /// <summary>The folder of runs that it is in.</summary>
    public string Runs => Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Directory)) is { Length: > 0 } parent ? parent : ".";

    /// <summary>Training, phases, every analysis: each does only what is not there yet, and clears up what a killed one left.</summary>
    public ImmutableArray<DeskStep> Steps => [Training ?? DeskStep.Resume(Directory), DeskStep.Phases(Directory), DeskStep.Analyses(Directory)];

    /// <summary>A plan for a run that is there: finished ones are shown, others go on as their spec says.</summary>
    public static DemoPlan GoOn(Run run) => new(run.Directory, run.IsFinished ? null : DeskStep.Resume(run.Directory));

    /// <summary>A plan for a new run.</summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="preset">The known preset.</param>
    /// <param name="seed">The training's seed.</param>
    /// <param name="changes">The options that change it.</param>
    public static DemoPlan Begin(string directory, string preset, ulong seed, IEnumerable<string> changes) =>
        new(directory, DeskStep.Train(directory, preset, seed, changes));
}

/// <summary>How a demo is shown.</summary>
/// <param name="AreServed">Whether there is a server.</param>
/// <param name="OpensBrowser">Whether the browser is opened.</param>
/// <param name="Port">The port; null to choose one.</param>
internal sealed record DemoPages(bool AreServed, bool OpensBrowser, int? Port);
