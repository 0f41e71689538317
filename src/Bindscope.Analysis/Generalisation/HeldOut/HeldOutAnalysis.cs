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
