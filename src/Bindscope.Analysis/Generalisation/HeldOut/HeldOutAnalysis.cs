using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>On how many programs held-out combinations are tried.</summary>
public sealed record HeldOutSpec([Field("the first programs of the test set", Least = 2)] int Programs = 4000);

/// <summary>Does the model answer programs with lines that it has never seen?</summary>
/// <remarks>
/// <para>
/// Question: figure 7 of Wu, Geiger and Millière (ICML 2025): a tenth of the combinations of variable and digit stand in test programs alone.
/// The paper shows one curve; here programs are told apart by where the unseen line is.
/// </para>
/// <para>
/// What would mislead: only <c>name=digit</c> as a line is new. The name and the digit are well known in every role by themselves, so this
/// says that the two are kept apart, not that unknown symbols are understood.
/// </para>
/// </remarks>
public sealed class HeldOutAnalysis : IAnalysis<HeldOutSpec, HeldOutResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "held-out",
        "Held-out combinations",
        "Does the model answer programs with combinations of variable and digit that it never saw?",
        Scope.Run,
        HeldOutResult.CurrentFormat)
    { Figure = "figure 7", CoversCheckpoints = true };

    /// <inheritdoc/>
    public static HeldOutSpec Default => new();

    /// <inheritdoc/>
    public static IEnumerable<HeldOutSpec> Sized(Run run, Budget budget) =>
        run.Preset.Data.HeldOutCombinations > 0 ? [new(budget.TestPrograms)] : [];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(HeldOutResult result) => HeldOutViews.Of(result);

    /// <summary>Measures all checkpoints; the predictions are those of the behaviour analysis, and are shared with it.</summary>
    /// <param name="run">A run that was trained with held-out combinations.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or the run was trained with all combinations.</exception>
    public static HeldOutResult Run(Run run, HeldOutSpec spec, Work work)
    {
        Info.Require(spec);

        double share = run.Preset.Data.HeldOutCombinations;
        if (share == 0)
        {
            throw new UserException(
                $"{run.Name} was trained with all combinations of variable and digit",
                $"train a run without some: train --preset {run.Preset.Name} --set data.heldOutCombinations=0.1 --run NAME");
        }

        ProgramSplits splits = run.HeldBackSplits(work.Cancellation);
        SymbolicProgram[] programs = [.. splits.Test.Take(spec.Programs)];
        HeldOutPlace[] places = [.. programs.Select(program => PlaceIn(program, splits.HeldOut))];
        int[] answers = [.. programs.Select(program => Interpreter.Run(program).Value)];
        BehaviourResult behaviour = BehaviourAnalysis.Run(run, new BehaviourSpec(Programs: spec.Programs), work);
        return new HeldOutResult(
            HeldOutResult.CurrentFormat,
            share,
            [.. splits.HeldOut.All.Select(line => $"{line.Name}={line.Right}")],
            programs.Length,
            [
                .. from checkpoint in behaviour.Checkpoints
                   from place in Enum.GetValues<HeldOutPlace>()
                   let members = Enumerable.Range(0, programs.Length).Where(i => places[i] == place).ToArray()
                   where members.Length > 0
                   let right = members.Count(i => checkpoint.PredictionOf[i] == answers[i])
                   select new HeldOutAccuracy(checkpoint.Step, place, Proportion.OfCounts(right, members.Length)),
            ]);
    }

    /// <summary>Where a program has a held-out line.</summary>
    internal static HeldOutPlace PlaceIn(SymbolicProgram program, HeldOutCombinations heldOut)
    {
        Assignment root = program.Lines[Interpreter.Run(program).RootLine - 1];
        return heldOut.Contains(root.Name, root.Right) ? HeldOutPlace.Root
            : heldOut.OccursIn(program) ? HeldOutPlace.Elsewhere
            : HeldOutPlace.None;
    }
}

/// <summary>Programs with unseen lines over training: plain data, as <c>analyses/held-out/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Share">The share of all combinations of variable and digit that training left out.</param>
/// <param name="Combinations">Those combinations, such as <c>k=2</c>.</param>
/// <param name="Programs">Test programs.</param>
/// <param name="Accuracy">By step and place.</param>
public sealed record HeldOutResult(
    int Format, double Share, ImmutableArray<string> Combinations, int Programs, ImmutableArray<HeldOutAccuracy> Accuracy)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>A run's accuracy over training, as it measured itself.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Steps">Steps of its evaluations, ascending.</param>
/// <param name="Accuracy">At each of them, on its fixed test programs.</param>
public sealed record HeldOutCurve(string Run, ImmutableArray<long> Steps, ImmutableArray<Proportion> Accuracy);

/// <summary>Accuracy at a checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Place">Where the programs have a held-out line.</param>
/// <param name="Accuracy">Share answered rightly.</param>
public sealed record HeldOutAccuracy(int Step, HeldOutPlace Place, Proportion Accuracy);

/// <summary>Where a test program has a line that no training program had.</summary>
public enum HeldOutPlace
{
    /// <summary>Nowhere: such programs could have been trained on.</summary>
    None,

    /// <summary>The root of the query's chain: the answer itself comes from an unseen line.</summary>
    Root,

    /// <summary>Only on other lines.</summary>
    Elsewhere,
}

/// <summary>
/// A run beside one that was trained without some combinations of variable and digit, as figure 7 shows them: plain data, as
/// <c>analyses/held-out-beside/result.json</c> of the run with all combinations holds it.
/// </summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Share">The share of all combinations that one of them lacked.</param>
/// <param name="All">The run that was trained with all of them.</param>
/// <param name="Without">The one that was not. Its test programs are the same, and have them.</param>
/// <param name="Places">The second run's accuracy by where a program has an unseen line.</param>
/// <param name="Final">Both runs at their last checkpoints, program by program; null in results of older builds.</param>
public sealed record HeldOutComparison(
    int Format, double Share, HeldOutCurve All, HeldOutCurve Without, ImmutableArray<HeldOutAccuracy> Places, HeldOutFinal? Final = null)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What the last checkpoints of two runs answer to the same test programs.</summary>
/// <param name="AllStep">The checkpoint of the run that was trained with all combinations.</param>
/// <param name="WithoutStep">The other run's.</param>
/// <param name="Pairs">By place; only places that some programs have.</param>
public sealed record HeldOutFinal(int AllStep, int WithoutStep, ImmutableArray<HeldOutPairs> Pairs);

/// <summary>Test programs by which of two runs answers them rightly.</summary>
/// <param name="Place">Where the programs have a held-out line.</param>
/// <param name="Both">Programs that both answer rightly.</param>
/// <param name="AllAlone">Programs that the run with all combinations alone answers rightly.</param>
/// <param name="WithoutAlone">Programs that the other one alone does.</param>
/// <param name="Neither">Programs that neither does.</param>
public sealed record HeldOutPairs(HeldOutPlace Place, int Both, int AllAlone, int WithoutAlone, int Neither)
{
    /// <summary>Programs.</summary>
    [JsonIgnore]
    public int Programs => Both + AllAlone + WithoutAlone + Neither;

    /// <summary>Accuracy of the run without some combinations.</summary>
    [JsonIgnore]
    public Proportion Accuracy => Proportion.OfCounts(Both + WithoutAlone, Programs);

    /// <summary>The same minus that of the run with all combinations.</summary>
    [JsonIgnore]
    public PairedDifference Difference => PairedDifference.OfCounts(Both, WithoutAlone, AllAlone, Neither);
}

/// <summary>Accuracy by where a program has a held-out combination, as a table.</summary>
internal static class HeldOutViews
{
    internal static IEnumerable<View> Of(HeldOutResult result) =>
    [
        Table(
            $"""
            {result.Combinations.Length} combinations ({Cell.Percent(result.Share).Text} %) held out of training
            accuracy in % (interval) of n by where a program has one
            """,
            result.Accuracy),
    ];

    internal static IEnumerable<View> Of(HeldOutComparison result) =>
    [
        View.Of(
            $"accuracy in % (interval) at the last evaluation",
            ["run", "saw", "step", "accuracy"],
            new[] { (result.All, "all combinations"), (result.Without, $"all but {Cell.Percent(result.Share).Text} %") }.Select(row => (IEnumerable<Cell>)
                [row.Item1.Run, row.Item2, (long?)row.Item1.Steps[^1], Cell.PercentOf(row.Item1.Accuracy[^1], "0.0")])),
        .. result.Final is { } final ? new[] { Pairs(result, final) } : [],
        Table($"{result.Without.Run}: accuracy in % (interval) of n by where a program has a combination that was held out", result.Places),
    ];

    private static View Pairs(HeldOutComparison result, HeldOutFinal final) => View.Of(
        $"""
        the same programs at {result.All.Run}'s step {final.AllStep} and {result.Without.Run}'s step {final.WithoutStep}, by which of them is right
        difference: {result.Without.Run} minus {result.All.Run}, in points (paired interval)
        """,
        ["held-out combination", "programs", "both", $"{result.All.Run} alone", $"{result.Without.Run} alone", "neither", "difference"],
        final.Pairs.Select(pairs => (IEnumerable<Cell>)
        [
            Cell.Words(pairs.Place), pairs.Programs, pairs.Both, pairs.AllAlone, pairs.WithoutAlone, pairs.Neither, Cell.Points(pairs.Difference),
        ]));

    private static View Table(FormattableString title, ImmutableArray<HeldOutAccuracy> accuracy)
    {
        HeldOutPlace[] places = [.. accuracy.Select(one => one.Place).Distinct()];
        return View.Of(
            title,
            ["step", .. places.Select(place => Cell.Words(place))],
            accuracy.GroupBy(one => one.Step).Select(step => (IEnumerable<Cell>)[step.Key, .. step.Select(one => Cell.PercentOf(one.Accuracy))]))
            .Named("places");
    }
}
