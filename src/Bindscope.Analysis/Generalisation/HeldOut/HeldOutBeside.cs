using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>Which run without some combinations a run is put beside.</summary>
/// <param name="Without">The other run, as a command names it.</param>
/// <param name="Programs">How many programs its stored answer is about.</param>
public sealed record HeldOutBesideSpec(
    [Field("a run trained in the same way without some combinations, which has the analysis held-out; --run saw them all", Required = true)]
    string Without,
    int Programs);

/// <summary>How far is a run that never saw some combinations from one that saw them all?</summary>
public sealed class HeldOutBeside : IAnalysis<HeldOutBesideSpec, HeldOutComparison>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "held-out-beside",
        "Held-out combinations, beside",
        "How far is a run that never saw some combinations from one that saw them all?",
        Scope.Run,
        HeldOutComparison.CurrentFormat)
    { Figure = "figure 7" };

    /// <inheritdoc/>
    public static HeldOutBesideSpec Default => new("", 0);

    /// <inheritdoc/>
    public static HeldOutBesideSpec Asked(Run run, HeldOutBesideSpec spec) => spec with { Programs = Stored(run, spec).Result.Programs };

    /// <inheritdoc/>
    public static IEnumerable<HeldOutBesideSpec> Sized(Run run, Budget budget) => [];

    /// <inheritdoc/>
    /// <exception cref="UserException">The other run does not have its analysis, or the two differ in more than the combinations.</exception>
    public static HeldOutComparison Run(Run run, HeldOutBesideSpec spec, Work work)
    {
        (Run without, HeldOutResult result) = Stored(run, spec);
        return Beside(without, result, run, work);
    }

    /// <inheritdoc/>
    public static IEnumerable<View> Views(HeldOutComparison result) => HeldOutViews.Of(result);

    /// <summary>Puts the run beside one that was trained with all combinations, as figure 7 does.</summary>
    /// <param name="run">The run of <paramref name="result"/>.</param>
    /// <param name="result">What <see cref="Run"/> found.</param>
    /// <param name="all">A run of the same task, model, training and test programs, with all combinations.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">
    /// The runs differ in more than what was held out and in the training's seeds, or one has no evaluation or checkpoint.
    /// </exception>
    internal static HeldOutComparison Beside(Run run, HeldOutResult result, Run all, Work work)
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

        if (run.Preset.Data.Seed != other.Data.Seed)
        {
            throw new UserException($"{run.Name} and {all.Name} have different test programs", "compare runs of one data.seed");
        }

        return new HeldOutComparison(
            HeldOutComparison.CurrentFormat, result.Share, Curve(all), Curve(run), result.Accuracy, Final(run, result.Programs, all, work));
    }

    /// <summary>Both answer the programs of the stored result: the test splits are the same, whatever was held out of training.</summary>
    private static HeldOutFinal Final(Run without, int programs, Run all, Work work)
    {
        ProgramSplits splits = without.HeldBackSplits(work.Cancellation);
        var tests = new TestPrograms([.. splits.Test.Take(programs)]);
        (int allStep, int withoutStep) = (RunCheckpoint.StepOf(all, "last"), RunCheckpoint.StepOf(without, "last"));
        var right = tests.Right(all.LoadModel(allStep), work).Zip(tests.Right(without.LoadModel(withoutStep), work)).ToArray();
        ILookup<HeldOutPlace, (bool All, bool Without)> byPlace = Enumerable.Range(0, right.Length)
            .ToLookup(i => HeldOutAnalysis.PlaceIn(tests.Programs[i], splits.HeldOut), i => right[i]);
        return new HeldOutFinal(
            allStep,
            withoutStep,
            [
                .. byPlace.OrderBy(place => place.Key).Select(place => new HeldOutPairs(
                    place.Key,
                    place.Count(one => one == (true, true)),
                    place.Count(one => one == (true, false)),
                    place.Count(one => one == (false, true)),
                    place.Count(one => one == (false, false)))),
            ]);
    }

    private static HeldOutCurve Curve(Run run)
    {
        RunMetrics metrics = MetricsFile.Read(run.MetricsPath);
        return new HeldOutCurve(
            run.Name,
            [.. metrics.Evaluations.Select(one => one.Step)],
            [.. metrics.Evaluations.Select(one => Proportion.OfCounts(one.CorrectCount(), one.N))]);
    }

    private static (Run Without, HeldOutResult Result) Stored(Run run, HeldOutBesideSpec spec)
    {
        if (run.Preset.Data.HeldOutCombinations > 0)
        {
            throw new UserException(
                $"{run.Name} is the one of the two that was trained without some combinations",
                "the comparison goes into the folder that --run names: "
                + $"`bindscope {Info.Command} --run {ShellWord.Of(spec.Without)} --without {ShellWord.Of(run.Name)}`");
        }

        Run without = Runs.Run.Named(spec.Without);
        var stored = new AnalysisFolder(without, HeldOutAnalysis.Info.Name);
        return stored.HasResult
            ? (without, stored.Read<HeldOutResult>())
            : throw new UserException(
                $"{without.Name} does not have this analysis yet",
                $"`bindscope {HeldOutAnalysis.Info.Command} --run {ShellWord.Of(spec.Without)}` computes it first",
                3);
    }
}
