using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Accuracy;

/// <summary>How many programs does a model answer rightly, and how many while it is intervened on?</summary>
/// <remarks>
/// Every program is answered twice, so the difference is one of pairs. What would mislead: an ablation with zeros, or with means over all positions,
/// puts in vectors that the model never makes, so that a loss shows that something was disturbed, not what the part does; ablate as many parts
/// that should not matter beside those that should.
/// </remarks>
public static class InterventionEvaluation
{
    /// <summary>Programs between two reports of progress.</summary>
    private const int Block = 500;

    /// <summary>Answers every program with and without interventions, all of them done at once in one forward pass.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="programs">The programs, of any lengths that the model has positions for.</param>
    /// <param name="sources">For each program the one that patches come from, of its length; null where there are none.</param>
    /// <param name="interventions">What is done; none to ask the programs alone.</param>
    /// <param name="others">Means that an intervention leaves out are taken over these; programs of one length.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The model or a program has no such place; an intervention needs a source, and there is none.</exception>
    public static InterventionReport Run(
        Transformer model,
        IReadOnlyList<SymbolicProgram> programs,
        IReadOnlyList<SymbolicProgram>? sources,
        ImmutableArray<Intervention> interventions,
        IReadOnlyList<SymbolicProgram> others,
        Work work)
    {
        RequireOneForAll(interventions);
        ImmutableArray<Intervention> filled = interventions.Any(one => one is Intervention.Mean { Means.IsEmpty: true })
            ? SiteMeans.Filled(model, Rows(others), interventions, work.Cancellation)
            : interventions;
        var outcomes = new Outcome[programs.Count];
        int done = 0;
        foreach (int[] block in Enumerable.Range(0, programs.Count).GroupBy(i => programs[i].Lines.Length).SelectMany(group => group.Chunk(Block)))
        {
            Answer(model, programs, sources, filled, block, outcomes, work);
            done += block.Length;
            work.Progress?.Report(new AnalysisProgress("programs", done, programs.Count));
        }

        return InterventionReport.Of(outcomes, sources is not null, !filled.IsEmpty);
    }

    /// <summary>The report as tables for people.</summary>
    /// <param name="report">The report.</param>
    public static IEnumerable<View> Views(InterventionReport report) => InterventionViews.Of(report);

    private static void Answer(
        Transformer model,
        IReadOnlyList<SymbolicProgram> programs,
        IReadOnlyList<SymbolicProgram>? sources,
        ImmutableArray<Intervention> interventions,
        int[] block,
        Outcome[] outcomes,
        Work work)
    {
        TokenRows rows = Rows([.. block.Select(i => programs[i])]);
        TokenRows? from = sources is null ? null : Rows([.. block.Select(i => sources[i])]);
        SweepResult swept = Sweep.Run(
            model,
            new SweepRequest(
                rows, from, interventions.IsEmpty ? [] : [new SweepCell(interventions)], ReadOut.At(rows.Length - 1, rows.Count, Tokenizer.VocabularySize)),
            new SweepOptions(work.Workers),
            null,
            work.Cancellation);
        for (int row = 0; row < block.Length; row++)
        {
            int plain = LogitMetrics.Top(swept.Base(row));
            bool isAsIs = interventions.IsEmpty || swept.Effect(0, row) is CellEffect.Absent or CellEffect.Unchanged;
            outcomes[block[row]] = new Outcome(
                Interpreter.Run(programs[block[row]]),
                sources is null ? null : Interpreter.Run(sources[block[row]]).Value,
                plain,
                isAsIs ? plain : LogitMetrics.Top(swept.Logits(0, row)),
                isAsIs);
        }
    }

    /// <summary>What differs from row to row belongs to one list of programs, and means nothing for another.</summary>
    private static void RequireOneForAll(ImmutableArray<Intervention> interventions)
    {
        if (interventions.Any(one => one.IsOfRows))
        {
            throw new UserException(
                "the interventions name places or vectors row by row, and are to be done to every program alike",
                "write positions of kind same or every");
        }
    }

    private static TokenRows Rows(IReadOnlyList<SymbolicProgram> programs) =>
        new([.. programs.Select(program => (IReadOnlyList<int>)Tokenizer.Encode(program))]);

    /// <summary>One program's two answers.</summary>
    /// <param name="Program">What it computes.</param>
    /// <param name="SourceValue">What its source computes; null where it has none.</param>
    /// <param name="Plain">The model's answer, a token.</param>
    /// <param name="Intervened">Its answer while it was intervened on.</param>
    /// <param name="IsAsIs">Whether the interventions changed no activation of it.</param>
    internal readonly record struct Outcome(Execution Program, int? SourceValue, int Plain, int Intervened, bool IsAsIs);
}

/// <summary>How many programs were answered rightly, with and without interventions.</summary>
/// <param name="Programs">How many were asked.</param>
/// <param name="Untouched">Of how many the interventions changed no activation; null where nothing was done.</param>
/// <param name="Groups">All of them first, then by referential depth, then by the line of the root digit.</param>
public sealed record InterventionReport(int Programs, int? Untouched, ImmutableArray<InterventionReport.Group> Groups)
{
    /// <summary>Some of the programs.</summary>
    /// <param name="Name">Such as <c>all</c>, <c>2 hops</c>, <c>answer line 3</c>.</param>
    /// <param name="Programs">How many.</param>
    /// <param name="Accuracy">The share that is answered rightly, with Wilson's 95 % interval.</param>
    /// <param name="Intervened">The interventions' part; null where nothing was done.</param>
    public sealed record Group(string Name, int Programs, Proportion Accuracy, Effect? Intervened);

    /// <summary>What interventions do to some programs.</summary>
    /// <param name="Accuracy">The share that is answered rightly then.</param>
    /// <param name="Difference">That share less the one without, over the same programs, with its 95 % interval.</param>
    /// <param name="Gained">Programs that are right with the interventions alone.</param>
    /// <param name="Lost">Programs that are right without them alone.</param>
    /// <param name="PValue">McNemar's exact test that gains and losses are as likely, two-sided.</param>
    /// <param name="Changed">The share whose answer changed, to whatever.</param>
    /// <param name="FollowSource">
    /// The share that then gives the source's right answer, of the programs whose own right answer is another; null without sources, or where none is so.
    /// </param>
    public sealed record Effect(
        Proportion Accuracy, PairedDifference Difference, int Gained, int Lost, double PValue, Proportion Changed, Proportion? FollowSource);

    internal static InterventionReport Of(InterventionEvaluation.Outcome[] outcomes, bool hasSources, bool isIntervened) => new(
        outcomes.Length,
        isIntervened ? outcomes.Count(one => one.IsAsIs) : null,
        [
            GroupOf("all", outcomes, hasSources, isIntervened),
            .. outcomes.GroupBy(one => one.Program.Hops).OrderBy(group => group.Key)
                .Select(group => GroupOf(Execution.HopsInWords(group.Key), [.. group], hasSources, isIntervened)),
            .. outcomes.GroupBy(one => one.Program.RootLine).OrderBy(group => group.Key)
                .Select(group => GroupOf($"answer line {group.Key}", [.. group], hasSources, isIntervened)),
        ]);

    private static Group GroupOf(string name, InterventionEvaluation.Outcome[] members, bool hasSources, bool isIntervened)
    {
        bool[] before = [.. members.Select(one => one.Plain == one.Program.Value)];
        var plain = Proportion.OfCounts(before.Count(right => right), members.Length);
        if (!isIntervened)
        {
            return new Group(name, members.Length, plain, null);
        }

        bool[] after = [.. members.Select(one => one.Intervened == one.Program.Value)];
        int both = before.Zip(after).Count(pair => pair is { First: true, Second: true });
        int gained = after.Count(right => right) - both;
        int lost = before.Count(right => right) - both;
        InterventionEvaluation.Outcome[] apart = [.. members.Where(one => hasSources && one.SourceValue != one.Program.Value)];
        return new Group(name, members.Length, plain, new Effect(
            Proportion.OfCounts(after.Count(right => right), members.Length),
            PairedDifference.OfCounts(both, gained, lost, members.Length - both - gained - lost),
            gained,
            lost,
            McNemar.PValue(gained, lost),
            Proportion.OfCounts(members.Count(one => one.Intervened != one.Plain), members.Length),
            apart.Length == 0 ? null : Proportion.OfCounts(apart.Count(one => one.Intervened == one.SourceValue), apart.Length)));
    }
}

/// <summary>How many programs are answered rightly with and without interventions, as a table.</summary>
internal static class InterventionViews
{
    private static readonly string[] Effects = ["intervened, %", "difference, %", "gained", "lost", "p", "changed, %"];
    private static readonly string[] AsSource = ["as source, %"];

    internal static IEnumerable<View> Of(InterventionReport report)
    {
        bool hasSources = report.Groups[0].Intervened?.FollowSource is not null;
        yield return View.Of(
            $"{report.Programs:N0} {(report.Programs == 1 ? "program" : "programs")}",
            ["programs", "n", "right, %", .. report.Untouched is null ? [] : Effects, .. hasSources ? AsSource : []],
            report.Groups.Select(group => (IEnumerable<Cell>)
            [
                group.Name,
                group.Programs,
                Cell.Percent(group.Accuracy, "0.0"),
                .. group.Intervened is { } effect ? Of(effect) : [],
                .. hasSources ? new[] { Cell.Percent(group.Intervened?.FollowSource, "0.0") } : [],
            ]));
        if (report.Untouched is > 0 and int untouched)
        {
            yield return View.Of($"of {untouched} programs the interventions changed no activation");
        }
    }

    private static IEnumerable<Cell> Of(InterventionReport.Effect effect) =>
    [
        Cell.Percent(effect.Accuracy, "0.0"),
        Cell.Points(effect.Difference),
        effect.Gained,
        effect.Lost,
        Cell.PValue(effect.PValue),
        Cell.Percent(effect.Changed, "0.0"),
    ];
}
