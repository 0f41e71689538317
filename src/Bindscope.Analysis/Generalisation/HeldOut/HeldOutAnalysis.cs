using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Training.Presets;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>On how many programs held-out combinations are tried.</summary>
/// <param name="Programs">The first programs of the test set, 2 or more; fewer where the test set has no more.</param>
public sealed record HeldOutSpec(int Programs = 4000)
{
    /// <summary>The name of the analysis's folder.</summary>
    public const string FolderName = "held-out";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() => Programs >= 2 ? [] : [$"programs is {Programs}; it must be at least 2"];
}

/// <summary>Which run without some combinations a run is put beside.</summary>
/// <param name="Without">The other run, as a command names it.</param>
/// <param name="Programs">How many programs its stored answer is about.</param>
public sealed record HeldOutBesideSpec(string Without, int Programs);

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
public static class HeldOutAnalysis
{
    /// <summary>Measures all checkpoints; the predictions are those of the behaviour analysis, and are shared with it.</summary>
    /// <param name="run">A run that was trained with held-out combinations.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or the run was trained with all combinations.</exception>
    public static HeldOutResult Run(Run run, HeldOutSpec spec, Work work)
    {
        if (spec.Validated() is { Count: > 0 } problems)
        {
            throw new UserException($"held-out: {string.Join("; ", problems)}", "correct these values");
        }

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

    /// <summary>Puts the run beside one that was trained with all combinations, as figure 7 does.</summary>
    /// <param name="run">The run of <paramref name="result"/>.</param>
    /// <param name="result">What <see cref="Run"/> found.</param>
    /// <param name="all">A run of the same task, model and training, with all combinations.</param>
    /// <exception cref="UserException">The runs differ in more than what was held out and in seeds, or one has no evaluation.</exception>
    public static HeldOutComparison Beside(Run run, HeldOutResult result, Run all)
    {
        Preset other = all.Preset;
        if (other.Data.HeldOutCombinations > 0)
        {
            throw new UserException($"{all.Name} was trained without some combinations, too", "name a run that had all of them");
        }

        Preset same = run.Preset with { Data = run.Preset.Data with { HeldOutCombinations = 0 } };
        string[] differences = [.. PresetDifferences.Of(same, other)];
        if (differences.Length > 0)
        {
            throw new UserException(
                $"{run.Name} and {all.Name} differ in more than the combinations: {string.Join(", ", differences)}",
                "compare a run with one that differs from it in data.heldOutCombinations alone");
        }

        return new HeldOutComparison(HeldOutComparison.CurrentFormat, result.Share, Curve(all), Curve(run), result.Accuracy);
    }

    private static HeldOutCurve Curve(Run run)
    {
        RunMetrics metrics = MetricsFile.Read(run.MetricsPath);
        return new HeldOutCurve(
            run.Name,
            [.. metrics.Evaluations.Select(one => one.Step)],
            [.. metrics.Evaluations.Select(one => Proportion.OfCounts(one.CorrectCount(), one.N))]);
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
