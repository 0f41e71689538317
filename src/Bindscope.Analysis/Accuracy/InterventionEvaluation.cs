using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
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
