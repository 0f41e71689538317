using System.CommandLine;
using Bindscope.Analysis;
using Bindscope.Analysis.Accuracy;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.LogitLens.Tuned;
using Bindscope.Analysis.Patching;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>The commands of the catalogue: each analysis below <c>analyze</c>, and once more under its older name.</summary>
internal static class AnalysisVerbs
{
    /// <summary>The few that can do more than answer the analysis's question.</summary>
    private static readonly Dictionary<string, Func<CatalogueEntry, string?, IVerb>> Larger = new(StringComparer.Ordinal)
    {
        [EvaluationAnalysis.Info.Name] = (entry, name) => name is null ? new AnalysisVerb(entry) : new EvalVerb(),
        [PatchResidual.Info.Name] = (entry, name) => new PatchResidualVerb(entry, name),
        [LensAnalysis.Info.Name] = (entry, name) => new LensVerb(entry, name),
        [HeldOutAnalysis.Info.Name] = (entry, name) => new HeldOutVerb(entry, name),
        [EverythingAnalysis.Info.Name] = (entry, _) => new AllVerb(entry),
    };

    /// <summary>The command of an analysis.</summary>
    /// <param name="entry">The analysis.</param>
    /// <param name="name">What the command is called; null for the analysis's name.</param>
    public static IVerb Of(CatalogueEntry entry, string? name = null) =>
        Larger.TryGetValue(entry.Info.Name, out var larger) ? larger(entry, name) : new AnalysisVerb(entry, name);

    /// <summary>The analyses' older names below a command.</summary>
    /// <param name="above">The command; empty for names of one word.</param>
    public static IEnumerable<IVerb> Aliases(string above) =>
        from entry in Catalogue.All
        where entry.Info.Alias is not null
        let words = entry.Info.Alias!.Split(' ')
        where string.Join(' ', words[..^1]) == above
        select Of(entry, words[^1]);

    /// <summary>Finds the analysis that a command line asks for.</summary>
    /// <param name="words">The command line.</param>
    /// <returns>The analysis and what stands behind its name; null for none.</returns>
    public static (CatalogueEntry Entry, string[] Options)? Find(string[] words)
    {
        var named =
            from entry in Catalogue.All
            from name in new[] { entry.Info.Command, entry.Info.Alias }
            where name is not null
            let parts = name.Split(' ')
            where words.AsSpan().StartsWith(parts)
            orderby parts.Length descending
            select ((CatalogueEntry, string[])?)(entry, words[parts.Length..]);
        return named.FirstOrDefault();
    }

    /// <summary>The folder into which an analysis of one checkpoint is written.</summary>
    /// <param name="entry">The analysis.</param>
    /// <param name="run">The run.</param>
    /// <param name="options">The command's options without run and checkpoint.</param>
    /// <param name="step">The checkpoint.</param>
    public static string FolderName(CatalogueEntry entry, Run run, string[] options, int step)
    {
        var verb = new AnalysisVerb(entry);
        var analyze = new Command("analyze") { verb.Command };
        string[] words = [analyze.Name, verb.Command.Name, .. options, "--run", run.Results, "--checkpoint", Tables.Invariant($"{step}")];
        ParseResult request = new RootCommand { analyze }.Parse(words);
        WrongRequest.ThrowIfAny(request, words);
        return entry.Info.FolderName(verb.QuestionOf(run, request));
    }
}

/// <summary>Does every analysis of a run that is not done yet, and tells of each when it is done.</summary>
internal sealed class AllVerb(CatalogueEntry entry) : AnalysisVerb(entry)
{
    /// <inheritdoc/>
    public override int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = Open(request);
        var spec = (EverythingSpec)QuestionOf(run, request);
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        EverythingResult result = EverythingAnalysis.Run(
            run, spec, Work(request, display, cancellation), TimeProvider.System, cost => Tell(cost, terminal));
        display.Dispose();
        Show(request, terminal, result, Tables.Invariant($"{run.Name}, step {result.Checkpoint}"), Entry.Views(result));
        terminal.Keep(Entry.Info.Folder(run, spec), spec, result);
        return ExitCode.Success;
    }

    private static void Tell(AnalysisCost cost, Terminal terminal)
    {
        string line = cost.Outcome switch
        {
            AnalysisOutcome.Fresh => $"{cost.Name}: there already",
            AnalysisOutcome.Kept => $"{cost.Name}: there already, with settings of its own (kept; name --programs to do it anew)",
            AnalysisOutcome.NotPossible => $"{cost.Name}: not possible: {cost.Note}",
            _ => Tables.Invariant($"{cost.Name}: {cost.Seconds:0.0} s"),
        };
        terminal.Error.WriteLine(terminal.IsErrorAScreen ? $"\r\u001b[K{line}" : line);
    }
}

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

        RefuseResults(request);
        Run run = Open(request);
        int step = Entry.CheckpointOf(QuestionOf(run, request))
            ?? throw new UserException("a single program is read at one checkpoint", "give --checkpoint last, or a step");
        LensMap map = LensAnalysis.Map(run.LoadModel(step), step, ProgramFile.Read(path, terminal.In, cancellation));
        Show(request, terminal, map, Tables.Invariant($"{run.Name}, step {step}"), LensAnalysis.Views(map));
        return ExitCode.Success;
    }
}
