using System.CommandLine;
using Bindscope.Errors;

namespace Bindscope.Cli.Verbs;

/// <summary>The analyses of trained runs, each a command below this one, and the list of them.</summary>
internal sealed class AnalyzeVerb : IVerb
{
    /// <summary>The analyses, in the order in which the list has them. To add one: a file in <c>Verbs/</c> and a line here.</summary>
    private readonly IReadOnlyList<IVerb> analyses =
    [
        new BehaviourVerb(),
        new ProgramsVerb(),
        new ExampleVerb(),
        new GeneralisationVerb(),
        new LensVerb(),
        new SeedsVerb(),
        new ProbesVerb(),
        new SubspacesVerb(),
        new SubspaceMapVerb(),
        new ImportanceVerb(),
        new CompareVerb(),
        new HeldOutVerb(),
        new UnseenRolesVerb(),
        new AbstractionVerb(),
        new AlignmentVerb(),
        new CumulativeVerb(),
        new AllVerb(),
    ];

    private readonly AnalyzeListVerb list;

    public AnalyzeVerb()
    {
        list = new AnalyzeListVerb(analyses);
        Command = new Command("analyze", "Analyses a run's checkpoints: `analyze list` says what there is and what each answers.")
        {
            list.Command,
        };
        foreach (IVerb analysis in analyses)
        {
            Command.Add(analysis.Command);
        }
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        IVerb? asked = analyses.Append(list).SingleOrDefault(analysis => analysis.Command == request.CommandResult.Command);
        return asked is null
            ? throw new UserException(
                "analyze needs an analysis after it", $"write one of {string.Join(", ", Command.Subcommands.Select(c => c.Name))} after it")
            : asked.Run(request, terminal, cancellation);
    }
}
