using System.CommandLine;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>The options of commands that ask one checkpoint something that no analysis of the catalogue answers.</summary>
internal sealed class CheckpointOptions
{
    private readonly Option<string> run = NamedRun();
    private readonly Option<string> checkpoint = new("--checkpoint")
    {
        Description = "the checkpoint's step, or last",
        DefaultValueFactory = _ => "last",
    };

    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };
    private readonly Option<string?> output = Results();

    /// <summary>The option that names a run that is there; each command has its own.</summary>
    public static Option<string> NamedRun() => new("--run") { Description = "name of the run under runs/ or reference/, or a path", Required = true };

    /// <summary>The option by which a run is analysed whose own folder cannot be written; each command has its own.</summary>
    public static Option<string?> Results() => new("--out")
    {
        Description = "write and look for results in DIR/analyses/ instead of the run's folder",
        HelpName = "DIR",
    };

    /// <summary>Adds the options to a command that shows its answer and keeps none.</summary>
    public void AddTo(Command command)
    {
        AddRunTo(command);
        command.Add(json);
    }

    /// <summary>Adds the option that says where an answer is kept.</summary>
    public void AddResultsTo(Command command) => command.Add(output);

    /// <summary>Refuses the option that says where an answer is kept.</summary>
    /// <exception cref="UserException">It is given.</exception>
    public void RefuseResults(ParseResult request, string reason) => RefuseResults(request, output, reason);

    /// <inheritdoc cref="RefuseResults(ParseResult, string)"/>
    public static void RefuseResults(ParseResult request, Option<string?> output, string reason) =>
        WrongRequest.Refuse(request, output, reason, "; --json prints all of the answer");

    /// <summary>Adds the options that name run and checkpoint alone.</summary>
    public void AddRunTo(Command command)
    {
        command.Add(run);
        command.Add(checkpoint);
    }

    /// <summary>The run.</summary>
    public Run Open(ParseResult request) =>
        Runs.Run.Named(request.GetRequiredValue(run)).WithResults(request.GetValue(output));

    /// <summary>The checkpoint's step.</summary>
    public int StepOf(ParseResult request, Run opened) => RunCheckpoint.StepOf(opened, request.GetRequiredValue(checkpoint));

    /// <summary>The checkpoint's model; where its files have no checksums, that is said.</summary>
    public static Transformer Load(Run opened, int step, Terminal terminal)
    {
        Transformer model = opened.LoadModel(step);
        if (!opened.Checkpoints.HasChecksums(step))
        {
            terminal.Error.WriteLine("note: this checkpoint has no checksums, so that weights that were exchanged or edited are not noticed");
        }

        return model;
    }

    /// <summary>Whether JSON is wanted.</summary>
    public bool Json(ParseResult request) => request.GetValue(json);
}
