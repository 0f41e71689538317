using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Analysis.Results;

/// <summary>What two runs were trained differently in, so that a comparison can refuse what cannot be compared.</summary>
/// <remarks>
/// Seeds, threads, and when a run looks at itself (how often it is evaluated, on how many programs, when it keeps a checkpoint) are left out:
/// they say nothing about what is learned from what.
/// </remarks>
internal static class PresetDifferences
{
    /// <summary>The parts that differ: <c>task</c>, <c>model</c>, <c>data</c>, <c>training</c>; empty where the runs are of one kind.</summary>
    internal static IEnumerable<string> Of(Preset first, Preset other)
    {
        (string Name, bool Same)[] parts =
        [
            ("task", first.Task == other.Task),
            ("model", first.Model == other.Model),
            ("data", first.Data with { Seed = 0 } == other.Data with { Seed = 0 }),
            ("training", Learning(first.Training) == Learning(other.Training)),
        ];
        return parts.Where(part => !part.Same).Select(part => part.Name);
    }

    /// <summary>
    /// The first step from which two trainings that differ in seeds and in their number of steps are no longer alike: the rate or the batch
    /// is another, or weights are averaged. 0 where a part of the training is given as a share of all steps from the beginning on; null
    /// where the number of steps is the same.
    /// </summary>
    /// <param name="first">A preset.</param>
    /// <param name="other">One of which <see cref="Of"/> says nothing, once it has the steps of the first.</param>
    internal static int? AlikeUntil(Preset first, Preset other)
    {
        (TrainingSpec a, TrainingSpec b) = (first.Training, other.Training);
        if (a.Steps == b.Steps)
        {
            return null;
        }

        if (a.Clamp is not null)
        {
            return 0;
        }

        int common = (int)Math.Min(Math.Min(a.Steps, b.Steps), a.AverageFrom * Math.Min(a.Steps, b.Steps));
        return Enumerable.Range(0, common).Cast<int?>().FirstOrDefault(step => a.RateAt(step!.Value) != b.RateAt(step.Value)
            || a.BatchAt(step.Value) != b.BatchAt(step.Value)) ?? common;
    }

    // Lists inside a record are equal only where they are one list, so training is compared as text.
    private static string Learning(TrainingSpec training)
    {
        TrainingSpec any = Preset.Quick.Training;
        return AnalysisFolder.ToJson(training with
        {
            Seed = any.Seed,
            Workers = any.Workers,
            Threads = any.Threads,
            Evaluations = any.Evaluations,
            EvaluationPrograms = any.EvaluationPrograms,
            Checkpoints = any.Checkpoints,
        });
    }
}
