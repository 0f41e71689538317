using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Mechanisms;

/// <summary>On which programs mechanisms are told apart.</summary>
public sealed record MechanismSpec(
    [Step] int Checkpoint,
    PairSelection Selection,
    [Field("chain (right-hand sides of the chain, query variable, colon) or spans (also the three tokens after each)", Folder = "{0}")]
    TokenChoice Tokens = TokenChoice.Chain,
    [Field("programs whose queried name is assigned again", Least = 1)] int Overwritten = 500);

/// <summary>Does a token carry the value, or an address by line, by name, or by the digit itself?</summary>
/// <remarks>
/// <para>
/// Question: what does a token hand on? After Y. Gur-Arieh, M. Geva and A. Geiger, "Mixing Mechanisms" (arXiv 2510.06182): a vector is taken from a
/// source program, made so that the digit itself (value), the line on which it stands (positional), the name under which it is bound (lexical) and
/// the digit as something to look for (reflexive) each give another answer in the base program. Shares are fitted as a mixture, a small causal
/// model, which is judged by what it foretells of other programs. Beside it: what assigning a name again does, and whether values stand before the
/// query is known.
/// </para>
/// <para>
/// What would mislead: in layer 1, and wherever a token has not yet been read, its name is the input and no mechanism; "kept" says that nothing which
/// the source has otherwise was brought, not that the token holds nothing. docs/methods/mechanisms.md has the rest.
/// </para>
/// </remarks>
public sealed class MechanismAnalysis : IAnalysis<MechanismSpec, MechanismResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "mechanisms",
        "Mechanisms",
        "Does a token carry the value, or an address by line, by name, or by the digit itself?",
        Scope.Checkpoint,
        MechanismResult.CurrentFormat)
    {
        // Sources are made so that mechanisms come apart.
        Without = [nameof(PairSelection.OwnPairs)],
    };

    /// <inheritdoc/>
    public static MechanismSpec Default => new(StepForm.Last, Later(new PairSelection(60)));

    /// <inheritdoc/>
    public static IEnumerable<MechanismSpec> Sized(Run run, Budget budget) => [new(budget.Last, Later(budget.Some))];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(MechanismResult result) => MechanismViews.Of(result);

    /// <summary>Answers on line 1 are left to the heuristic.</summary>
    internal static PairSelection Later(PairSelection selection) => selection with { AnswerLines = [AnswerLineGroup.Second, AnswerLineGroup.Later] };

    /// <summary>Tells the mechanisms apart.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or no program fits it.</exception>
    public static MechanismResult Run(Run run, MechanismSpec spec, Work work)
    {
        Info.Require(spec);
        int digits = run.Preset.Task.DigitCount;
        Transformer model = run.LoadModel(spec.Checkpoint);
        int first = run.Checkpoints.Steps()[0];
        Transformer? untrained = first < spec.Checkpoint ? run.LoadModel(first) : null;
        IReadOnlyList<SymbolicProgram> programs = spec.Selection.ProgramsOf(run, work.Cancellation);
        ImmutableArray<MechanismGroup> groups = MechanismGroup.Draw(model, programs, digits, spec.Selection, int.MaxValue, work);
        var maps = ImmutableArray.CreateBuilder<MechanismMap>();
        foreach (MechanismGroup group in groups)
        {
            work.Progress?.Report(new AnalysisProgress($"{Execution.HopsInWords(group.Hops)}, depth {group.Depth}", maps.Count, groups.Length + 1));
            maps.Add(new MechanismMap(
                group.Hops,
                group.Depth,
                group.Drawn.Tried,
                group.Drawn.Possible,
                group.Drawn.Cases.Length,
                MechanismSweep.Run(model, group, spec.Tokens, digits, work),
                untrained is null ? null : Largest(MechanismSweep.Run(untrained, group, spec.Tokens, digits, work))));
        }

        work.Progress?.Report(new AnalysisProgress("before the query", groups.Length, groups.Length + 1));
        ImmutableArray<PairGroup> pairs = new PairDrawer(programs, digits)
            .DrawAll(model, spec.Selection, PairKind.RootDigit, work.Workers, work.Cancellation);
        return new MechanismResult(
            MechanismResult.CurrentFormat,
            spec.Checkpoint,
            model.Spec.Layers,
            maps.ToImmutable(),
            OverwrittenNames.Of(model, programs, spec.Overwritten, new Seed(spec.Selection.Seed).Split("overwritten names"), work),
            StateBeforeQuery.Of(model, pairs.Where(group => group.Pairs.Length > 0), work));
    }

    private static MechanismNull? Largest(ImmutableArray<MechanismCell> cells) =>
        (from cell in cells
         from mechanism in MechanismMixture.Carried
         let share = cell.Of(mechanism)
         orderby share.Value descending
         select new MechanismNull(mechanism, cell.Layer, cell.Place, share)).FirstOrDefault();
}

/// <summary>Patches every layer and place of a group of cases from both sources.</summary>
internal static class MechanismSweep
{
    /// <summary>The control's place: a token of a line that is not on the chain, drawn for each program.</summary>
    internal const string OtherToken = "other token";

    /// <summary>One cell for every layer and place.</summary>
    internal static ImmutableArray<MechanismCell> Run(
        Transformer model, MechanismGroup drawn, TokenChoice tokens, int digits, Work work)
    {
        ImmutableArray<MechanismCase> cases = drawn.Drawn.Cases;
        ProgramPair[] pairs = [.. cases.Select(one => one.Present), .. cases.Select(one => one.Absent)];
        (int Layer, TokenRole? Role)[] places = drawn.Places(model.Spec.Layers, tokens);
        SweepResult result = Sweep.Run(
            model,
            RoleSweep.Request(pairs, [.. places.Select(place => Cell(cases, pairs, place.Layer, place.Role))]),
            new SweepOptions(work.Workers),
            null,
            work.Cancellation);
        return
        [
            .. from cell in Enumerable.Range(0, places.Length)
               let rows = Enumerable.Range(0, cases.Length).Where(row =>
                   result.Effect(cell, row) != CellEffect.Absent && result.Effect(cell, cases.Length + row) != CellEffect.Absent).ToArray()
               where rows.Length > 0
               select MechanismFit.Of(
                   places[cell].Layer,
                   places[cell].Role?.ToString() ?? OtherToken,
                   [
                       .. rows.Select(row => new MechanismAnswer(
                           cases[row],
                           Probabilities(result.Logits(cell, row), digits),
                           Probabilities(result.Logits(cell, cases.Length + row), digits))),
                   ],
                   digits),
        ];
    }

    private static SweepCell Cell(ImmutableArray<MechanismCase> cases, ProgramPair[] pairs, int layer, TokenRole? role)
    {
        var site = new Site(SiteKind.ResidualIn, layer);
        return role is { } known
            ? RoleSweep.Cell(pairs, new PatchCell(site, 0, known))
            : SweepCell.Patch(site, TokenPositions.At(cases.Concat(cases).Select(one => one.OtherToken)));
    }

    private static double[] Probabilities(ReadOnlySpan<float> logits, int digits)
    {
        float[] own = logits[..digits].ToArray();
        double[] probabilities = [.. Enumerable.Range(0, digits).Select(digit => LogitMetrics.Probability(own, digit))];
        return probabilities;
    }
}
