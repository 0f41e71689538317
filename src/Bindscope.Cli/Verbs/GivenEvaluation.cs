using System.Collections.Immutable;
using System.CommandLine;
using Bindscope.Analysis.Accuracy;
using Bindscope.Analysis.Given;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary><c>eval</c> of a user's own programs or pairs, or with interventions.</summary>
internal sealed class GivenEvaluation
{
    private readonly Option<string?> pairs = new("--pairs")
    {
        Description = "pairs of your own instead, JSON lines or CSV (base, source, label, source_label); sources are where patches come from",
    };

    private readonly Option<string?> interventions = new("--interventions")
    {
        Description = "a JSON file of interventions to apply to every program (docs/interventions.md); answers are counted with and without them",
    };

    private readonly Option<int> meanOver = new("--mean-over")
    {
        Description = "programs of the validation split over which a mean ablation's means are taken",
        DefaultValueFactory = _ => 1000,
    };

    /// <summary>Adds the options.</summary>
    internal void AddTo(Command command)
    {
        command.Add(pairs);
        command.Add(interventions);
        command.Add(meanOver);
    }

    /// <summary>Whether more is asked than how a split is answered.</summary>
    internal bool IsAsked(ParseResult request, string? programs) =>
        request.GetValue(interventions) is not null || AreOwn(request, programs);

    /// <summary>Refuses options that have no use beside the others.</summary>
    /// <param name="request">The command line.</param>
    /// <param name="programs">What <c>--programs</c> says.</param>
    /// <param name="split">The option that names the split.</param>
    /// <exception cref="UserException">A split beside a file of one's own, or programs for means where no means are taken.</exception>
    internal void RequireUse(ParseResult request, string? programs, Option split)
    {
        if (AreOwn(request, programs))
        {
            WrongRequest.Refuse(request, split, "the programs are those of the file");
        }

        if (request.GetValue(interventions) is null)
        {
            RefuseMeans(request, "there are no interventions");
        }
    }

    /// <summary>Asks, and writes what came of it.</summary>
    /// <param name="request">The command line.</param>
    /// <param name="run">The run.</param>
    /// <param name="step">The checkpoint.</param>
    /// <param name="model">Its model.</param>
    /// <param name="programs">What <c>--programs</c> says: a file; null or a number for a split's programs.</param>
    /// <param name="split">The split's programs that were asked for.</param>
    /// <param name="splitName">Its name.</param>
    /// <param name="isJson">Whether JSON is wanted.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="work">How it is run.</param>
    internal void Run(
        ParseResult request,
        Run run,
        int step,
        Transformer model,
        string? programs,
        Func<IReadOnlyList<SymbolicProgram>> split,
        string splitName,
        bool isJson,
        Terminal terminal,
        Work work)
    {
        string? file = programs is null || ProgramCountForm.IsNumber(programs) ? null : programs;
        string? pairFile = request.GetValue(pairs);
        if (pairFile is not null && programs is not null)
        {
            throw new UserException("--programs and --pairs both say what is asked", "give one of them");
        }

        ImmutableArray<Intervention> done = request.GetValue(interventions) is { } json
            ? SubspaceFiles.Filled(InterventionJson.Read(InputFile.Read(json, InputFile.Document), json))
            : [];
        if (pairFile is null && done.Any(one => one.NeedsSource))
        {
            throw new UserException(
                "an intervention takes activations from a source run, and there is none", "give programs with their sources: --pairs FILE");
        }

        ImmutableArray<GivenPair> asked = pairFile is null ? [] : Pairs(pairFile, model.Spec);
        GivenProgram[] given = pairFile is not null ? [.. asked.Select(pair => pair.Base)]
            : file is not null ? Programs(file, model.Spec)
            : [.. split().Select((program, i) => new GivenProgram(program, null, i + 1))];
        GivenProgram[]? sources = pairFile is null ? null : [.. asked.Select(pair => pair.Source)];
        InterventionReport report = InterventionEvaluation.Run(
            model,
            [.. given.Select(one => one.Program)],
            sources is null ? null : [.. sources.Select(one => one.Program)],
            done,
            Others(request, run, work, done),
            work);
        string name = pairFile ?? file ?? $"the {splitName} split";
        GivenProgram[] every = [.. given, .. sources ?? []];
        if (isJson)
        {
            int[] wrong = [.. every.Where(one => one.HasWrongLabel).Select(one => one.Line)];
            terminal.Out.WriteJson(new { Run = run.Name, Step = step, Of = name, WrongLabels = wrong.Length, WrongLabelLines = wrong, Report = report });
        }
        else
        {
            terminal.WriteTables(Tables.Invariant($"{run.Name}, step {step}: {name}"), InterventionEvaluation.Views(report));
        }

        if (GivenPrograms.WrongLabels(every) is { } wrongLabels)
        {
            terminal.Error.WriteLine($"note: {wrongLabels}");
        }

        if (UntrainedLengths.Words(every.Select(one => one.Program.Lines.Length), run.Preset.ProgramLengths()) is { } lengths)
        {
            terminal.Error.WriteLine($"note: {lengths}");
        }

        if (report.Untouched == report.Programs)
        {
            terminal.Error.WriteLine("note: the interventions changed no activation of any program: they put in what was there, or choose nothing");
        }
    }

    /// <summary>What means are taken over: programs that no count is made of.</summary>
    private SymbolicProgram[] Others(ParseResult request, Run run, Work work, ImmutableArray<Intervention> done)
    {
        if (!done.Any(one => one is Intervention.Mean { Means.IsEmpty: true }))
        {
            RefuseMeans(request, "no intervention puts in a mean that is still to be computed");
            return [];
        }

        int wanted = request.GetValue(meanOver);
        IReadOnlyList<SymbolicProgram> validation = run.HeldBackSplits(work.Cancellation).Validation;
        return wanted < 1 || wanted > validation.Count
            ? throw new UserException($"--mean-over is {wanted}; the validation split has {validation.Count} programs", $"give 1 to {validation.Count}")
            : [.. validation.Take(wanted)];
    }

    private void RefuseMeans(ParseResult request, string reason) =>
        WrongRequest.Refuse(request, meanOver, reason, ", or give a mean ablation with --interventions");

    private bool AreOwn(ParseResult request, string? programs) =>
        request.GetValue(pairs) is not null || (programs is not null && !ProgramCountForm.IsNumber(programs));

    private static GivenProgram[] Programs(string file, ModelSpec model)
    {
        ImmutableArray<GivenProgram> given = GivenPrograms.Read(InputFile.Read(file, InputFile.Document), file);
        GivenPrograms.RequireRoom(given, file, model);
        return [.. given];
    }

    private static ImmutableArray<GivenPair> Pairs(string file, ModelSpec model)
    {
        ImmutableArray<GivenPair> given = GivenPrograms.ReadPairs(InputFile.Read(file, InputFile.Document), file);
        GivenPrograms.RequireRoom([.. given.Select(pair => pair.Base), .. given.Select(pair => pair.Source)], file, model);
        GivenPrograms.RequirePatchable(given, file);
        return given;
    }
}
