using System.CommandLine;
using Bindscope.Analysis;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Accuracy on programs with unseen lines (figure 7), and, as before, the comparison with a run that saw them.</summary>
internal sealed class HeldOutVerb : AnalysisVerb
{
    private readonly Option<string?> beside = new("--beside")
    {
        Description = "analyze held-out-beside: put --run, which saw them all, beside this run, which has this analysis",
    };

    public HeldOutVerb(CatalogueEntry entry, string? name)
        : base(entry, name) => Command.Add(beside);

    /// <inheritdoc/>
    public override int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        if (request.GetValue(beside) is not { } without)
        {
            return base.Run(request, terminal, cancellation);
        }

        Run run = Open(request);
        CatalogueEntry comparison = Catalogue.Named(HeldOutBeside.Info.Name);
        Answer(comparison, run, comparison.Ask(run, field => field.About.Required ? without : null), request, terminal, cancellation);
        return ExitCode.Success;
    }
}
