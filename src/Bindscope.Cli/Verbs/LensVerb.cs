using System.CommandLine;
using Bindscope.Analysis;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.LogitLens.Tuned;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Reads every layer's residual stream as logits: over the test set, through trained maps, or in one program.</summary>
internal sealed class LensVerb : AnalysisVerb
{
    private readonly CatalogueEntry trained = Catalogue.Named(TunedLensAnalysis.Info.Name);
    private readonly FieldOption[] training;
    private readonly Option<string?> program = new("--program") { Description = "every layer and token of one program; - for standard input" };
    private readonly Option<bool> tuned = new("--tuned")
    {
        Description = "analyze tuned-lens: train an affine map for each layer and read the colon through it, beside the plain lens",
    };

    public LensVerb(CatalogueEntry entry, string? name)
        : base(entry, name)
    {
        training =
        [
            .. trained.Fields.Where(field => entry.Fields.All(own => own.Option != field.Option)).Select(field => FieldOption.Of(field, trained.Default)),
        ];
        foreach (Option option in (Option[])[program, tuned, .. training.Select(field => field.Option)])
        {
            Command.Add(option);
        }
    }

    /// <inheritdoc/>
    public override int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        if (request.GetValue(tuned))
        {
            Run asked = Open(request);
            object question = trained.Ask(
                asked, field => training.FirstOrDefault(one => one.Field.Option == field.Option) is { } own ? own.Value(request) : Given(request)(field));
            Answer(trained, asked, question, request, terminal, cancellation);
            return ExitCode.Success;
        }

        if (request.GetValue(program) is not { } path)
        {
            return base.Run(request, terminal, cancellation);
        }

        Run run = Open(request);
        int step = Entry.CheckpointOf(QuestionOf(run, request))
            ?? throw new UserException("a single program is read at one checkpoint", "give --checkpoint last, or a step");
        LensMap map = LensAnalysis.Map(run.LoadModel(step), step, ProgramFile.Read(path, terminal.In, cancellation));
        Show(request, terminal, map, Tables.Invariant($"{run.Name}, step {step}"), LensAnalysis.Views(map));
        return ExitCode.Success;
    }
}
