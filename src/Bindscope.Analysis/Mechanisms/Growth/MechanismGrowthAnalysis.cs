using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Mechanisms.Growth;

/// <summary>On which programs mechanisms are followed: the same at every checkpoint, those that the last one solves.</summary>
public sealed record MechanismGrowthSpec(
    PairSelection Selection,
    [Field("chain (right-hand sides of the chain, query variable, colon) or spans (also the three tokens after each)", Folder = "{0}")]
    TokenChoice Tokens = TokenChoice.Chain,
    [Field("programs whose queried name is assigned again", Least = 1)] int Overwritten = 500);

/// <summary>Mechanisms over training: when does a name become a line, or a line a value?</summary>
/// <remarks>
/// <para>
/// Question: at which checkpoint does each token come to bring what it brings at the end, and what did it bring before? The map of
/// <see cref="MechanismAnalysis"/> at every checkpoint, on the same programs; beside it what assigning the queried name again does there.
/// </para>
/// <para>
/// What would mislead: a checkpoint is asked of those of the programs that it solves, with both of their sources: a wrong answer may be what an
/// address would give, with no patch at all. Before the circuit is there these are few, and right by luck or by a heuristic. A layer is chosen by the
/// last checkpoint's map, on the same programs.
/// </para>
/// </remarks>
public sealed class MechanismGrowthAnalysis : IAnalysis<MechanismGrowthSpec, MechanismGrowthResult>
{
    /// <summary>A token has a mechanism if it decides in as many programs at the end; it had it from when it decided in half as many.</summary>
    private const double Half = 0.5;

    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "mechanism-growth",
        "Mechanisms over training",
        "When does each token come to carry a value, or an address by line or by name?",
        Scope.Run,
        MechanismGrowthResult.CurrentFormat)
    {
        KeepsCheckpoints = true,

        // Sources are made so that mechanisms come apart.
        Without = [nameof(PairSelection.OwnPairs)],
    };

    /// <inheritdoc/>
    public static MechanismGrowthSpec Default => new(MechanismAnalysis.Later(new PairSelection(60)));

    /// <inheritdoc/>
    public static MechanismGrowthSpec Asked(Run run, MechanismGrowthSpec spec)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(spec);
        return spec with { Selection = spec.Selection.OrDeepest(run) };
    }

    /// <inheritdoc/>
    public static IEnumerable<MechanismGrowthSpec> Sized(Run run, Budget budget) => [Asked(run, new(MechanismAnalysis.Later(budget.Few)))];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(MechanismGrowthResult result) => MechanismGrowthViews.Of(result);

    /// <summary>Follows the mechanisms; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, no program fits it, or the run has no checkpoint.</exception>
    public static MechanismGrowthResult Run(Run run, MechanismGrowthSpec spec, Work work)
    {
        Info.Require(spec);
        int digits = run.Preset.Task.DigitCount;
        int last = RunCheckpoint.StepOf(run, "last");
        IReadOnlyList<SymbolicProgram> programs = spec.Selection.ProgramsOf(run, work.Cancellation);
        ImmutableArray<MechanismGroup> groups =
            MechanismGroup.Draw(run.LoadModel(last), programs, digits, spec.Selection, int.MaxValue, work);
        ImmutableArray<MechanismsAtStep> checkpoints = work.OfEach(Info.Folder(run, spec), run.Checkpoints.Steps(), new Question(spec, last), step =>
        {
            Transformer model = run.LoadModel(step);
            return new MechanismsAtStep(
                step,
                [.. groups.Select(group => At(model, group, spec.Tokens, digits, work))],
                OverwrittenNames.Of(model, programs, spec.Overwritten, new Seed(spec.Selection.Seed).Split("overwritten names"), work));
        });
        return new MechanismGrowthResult(
            MechanismGrowthResult.CurrentFormat,
            run.Preset.Model.Layers,
            [
                .. groups.Select(group => new MechanismPrograms(
                    group.Hops, group.Depth, group.Drawn.Tried, group.Drawn.Possible, group.Drawn.Cases.Length)),
            ],
            checkpoints,
            [.. groups.SelectMany((group, i) => Since(group, [.. checkpoints.Select(at => (at.Step, at.Maps[i].Cells))])).OrderBy(one => one.Step)]);
    }

    private static MechanismMapAtStep At(Transformer model, MechanismGroup group, TokenChoice tokens, int digits, Work work)
    {
        ImmutableArray<MechanismCase> cases = group.Drawn.Cases;

        // A wrong answer may be what an address would give: the base's with no patch at all, a source's where its answer alone is brought.
        ImmutableArray<MechanismCase> solved = SolvedCases<MechanismCase>.Of(model, cases, one => one.Programs, work);
        MechanismGroup asked = group with { Drawn = group.Drawn with { Cases = solved } };
        return new MechanismMapAtStep(
            Proportion.OfCounts(solved.Length, cases.Length),
            solved.IsEmpty ? [] :
            [
                .. MechanismSweep.Run(model, asked, tokens, digits, work).Select(cell => new MechanismShares(
                    cell.Layer, cell.Place, cell.Value, cell.Line, cell.Name, cell.Self, cell.Kept.Value, cell.Other.Value)),
            ]);
    }

    /// <summary>What each token brings at the end, at the layer where it does most, and from when.</summary>
    private static IEnumerable<MechanismSince> Since(MechanismGroup drawn, (int Step, ImmutableArray<MechanismShares> Cells)[] curve) =>
        from places in curve[^1].Cells.Where(cell => cell.Layer > 1 && cell.Place != MechanismSweep.OtherToken).GroupBy(cell => cell.Place)
        from mechanism in MechanismMixture.Carried
        let strongest = places.MaxBy(cell => cell.Of(mechanism).Value)!
        let final = strongest.Of(mechanism)
        where final.Value >= Half
        let shares = curve.Select(at => (at.Step, Share: ShareIn(at.Cells, strongest, mechanism))).ToArray()
        let level = Half * final.Value
        let step = Sustained.From(shares, one => one.Share.Value, level)
        let high = Sustained.From(shares, one => one.Share.Low, level)
        select new MechanismSince(
            drawn.Hops,
            drawn.Depth,
            strongest.Place,
            strongest.Layer,
            mechanism,
            final,
            step == 0 ? null : shares[step - 1].Step,
            shares[step].Step,
            shares[Sustained.From(shares, one => one.Share.High, level)].Step,
            high == shares.Length ? null : shares[high].Step);

    /// <summary>A share at a place; where nothing is solved it may be anything.</summary>
    private static Estimate ShareIn(ImmutableArray<MechanismShares> cells, MechanismShares place, Mechanism mechanism) =>
        cells.SingleOrDefault(cell => cell.Layer == place.Layer && cell.Place == place.Place)?.Of(mechanism) ?? new Estimate(0, 0, 1, 0);

    private sealed record Question(MechanismGrowthSpec Spec, int Last);
}
