using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Bindscope.Analysis.Accuracy;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary><c>eval</c> of a user's own programs or pairs, or with interventions.</summary>
internal sealed class GivenEvaluation
{
    private static readonly string[] Effects = ["intervened, %", "difference, %", "gained", "lost", "p", "changed, %"];
    private static readonly string[] Sources = ["as source, %"];

    private readonly Option<string?> pairs = new("--pairs")
    {
        Description = "pairs of your own instead, JSON lines or CSV (base, source, label, source_label); sources are where patches come from",
    };

    private readonly Option<string?> interventions = new("--interventions")
    {
        Description = "a JSON file of interventions that are done to every program (docs/interventions.md), to count what is right with and without",
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
        request.GetValue(pairs) is not null || request.GetValue(interventions) is not null || (programs is not null && !IsNumber(programs));

    /// <summary>Asks, and writes what came of it.</summary>
    /// <param name="request">The command line.</param>
    /// <param name="run">The run.</param>
    /// <param name="step">The checkpoint.</param>
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
        string? programs,
        Func<IReadOnlyList<SymbolicProgram>> split,
        string splitName,
        bool isJson,
        Terminal terminal,
        Work work)
    {
        string? file = programs is null || IsNumber(programs) ? null : programs;
        string? pairFile = request.GetValue(pairs);
        if (pairFile is not null && programs is not null)
        {
            throw new UserException("--programs and --pairs both say what is asked", "give one of them");
        }

        ImmutableArray<Intervention> done = request.GetValue(interventions) is { } json
            ? InterventionJson.Read(InputFile.Read(json, InputFile.Document), json)
            : [];
        if (pairFile is null && done.Any(one => one.NeedsSource))
        {
            throw new UserException(
                "an intervention takes activations from a source run, and there is none", "give programs with their sources: --pairs FILE");
        }

        Transformer model = run.LoadModel(step);
        ImmutableArray<GivenPair> asked = pairFile is null ? [] : Pairs(pairFile, model.Spec, done.Any(one => one.NeedsSource));
        GivenProgram[] given = pairFile is not null ? [.. asked.Select(pair => pair.Base)]
            : file is not null ? Programs(file, model.Spec)
            : [.. split().Select(program => new GivenProgram(program, null))];
        GivenProgram[]? sources = pairFile is null ? null : [.. asked.Select(pair => pair.Source)];
        InterventionReport report = InterventionEvaluation.Run(
            model,
            [.. given.Select(one => one.Program)],
            sources is null ? null : [.. sources.Select(one => one.Program)],
            done,
            Others(request, run, work, done),
            work);
        int wrongLabels = given.Concat(sources ?? []).Count(one => one.Label is { } label && label != Interpreter.Run(one.Program).Value);
        string name = pairFile ?? file ?? $"the {splitName} split";
        if (isJson)
        {
            terminal.Out.WriteJson(new { Run = run.Name, Step = step, Of = name, WrongLabels = wrongLabels, Report = report });
        }
        else
        {
            Show(string.Create(CultureInfo.InvariantCulture, $"{run.Name}, step {step}: {report.Programs:N0} programs of {name}"), report, terminal);
        }

        if (wrongLabels > 0)
        {
            terminal.Error.WriteLine($"note: {wrongLabels} labels are not what the program computes; right answers are the interpreter's");
        }

        if (report.Untouched == report.Programs)
        {
            terminal.Error.WriteLine("note: the interventions changed no activation of any program: they put in what was there, or choose nothing");
        }
    }

    private static bool IsNumber(string programs) => int.TryParse(programs, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary>What means are taken over: programs that no count is made of.</summary>
    private SymbolicProgram[] Others(ParseResult request, Run run, Work work, ImmutableArray<Intervention> done)
    {
        if (!done.Any(one => one is Intervention.Mean { Means.IsEmpty: true }))
        {
            return [];
        }

        int wanted = request.GetValue(meanOver);
        IReadOnlyList<SymbolicProgram> validation = run.HeldBackSplits(work.Cancellation).Validation;
        return wanted < 1 || wanted > validation.Count
            ? throw new UserException($"--mean-over is {wanted}; the validation split has {validation.Count} programs", $"give 1 to {validation.Count}")
            : [.. validation.Take(wanted)];
    }

    private static GivenProgram[] Programs(string file, ModelSpec model)
    {
        ImmutableArray<GivenProgram> given = GivenPrograms.Read(InputFile.Read(file, InputFile.Document), file);
        GivenPrograms.RequireRoom(given, model);
        return [.. given];
    }

    private static ImmutableArray<GivenPair> Pairs(string file, ModelSpec model, bool arePatched)
    {
        ImmutableArray<GivenPair> given = GivenPrograms.ReadPairs(InputFile.Read(file, InputFile.Document), file);
        GivenPrograms.RequireRoom([.. given.Select(pair => pair.Base), .. given.Select(pair => pair.Source)], model);
        foreach (GivenPair pair in given)
        {
            (SymbolicProgram first, SymbolicProgram second) = (pair.Base.Program, pair.Source.Program);
            if (first.Lines.Length != second.Lines.Length)
            {
                throw new UserException(
                    $"{pair.Place}: the base has {first.Lines.Length} lines, the source {second.Lines.Length}",
                    "a patch needs both of one length; `ask` answers pairs of different lengths");
            }

            if (arePatched && first.ToText() == second.ToText())
            {
                throw new UserException(
                    $"{pair.Place}: base and source are the same program, so that no patch can change anything", "give a source that differs");
            }
        }

        return given;
    }

    private static void Show(string title, InterventionReport report, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(title);
        bool isIntervened = report.Untouched is not null;
        bool hasSources = report.Groups[0].Intervened?.FollowSource is not null;
        Table table = Tables.Plain(
        [
            "programs", "n", "right, %", .. isIntervened ? Effects : [], .. hasSources ? Sources : [],
        ]);
        foreach (InterventionReport.Group group in report.Groups)
        {
            table.Row(
            [
                group.Name, $"{group.Programs}", Share(group.Accuracy),
                .. group.Intervened is { } effect
                    ? new[]
                    {
                        Share(effect.Accuracy), Difference(effect.Difference), $"{effect.Gained}", $"{effect.Lost}",
                        Tables.Invariant($"{effect.PValue:0.00e0}"), Share(effect.Changed),
                    }
                    : [],
                .. hasSources ? new[] { group.Intervened?.FollowSource is { } share ? Share(share) : "" } : [],
            ]);
        }

        console.Write(table);
        if (report.Untouched is > 0 and int untouched)
        {
            console.WriteLine(Tables.Invariant($"of {untouched} programs the interventions changed no activation"));
        }
    }

    private static string Share(Proportion share) => Tables.Invariant($"{100 * share.Value:0.0} ({100 * share.Low:0.0}-{100 * share.High:0.0})");

    private static string Difference(PairedDifference difference) =>
        Tables.Invariant($"{100 * difference.Value:+0.0;-0.0;0.0} ({100 * difference.Low:+0.0;-0.0;0.0} to {100 * difference.High:+0.0;-0.0;0.0})");
}
