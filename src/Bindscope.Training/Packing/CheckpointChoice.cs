using Bindscope.Runs;

namespace Bindscope.Training.Packing;

/// <summary>
/// Chooses the checkpoints that tell a run's story: spread evenly along its curve of accuracy over the logarithm of the step, so that quick
/// changes get as many as long plateaus.
/// </summary>
internal static class CheckpointChoice
{
    /// <summary>The steps to keep, ascending; first and last among them.</summary>
    /// <param name="steps">Steps of the checkpoints, ascending.</param>
    /// <param name="metrics">The run's evaluations.</param>
    /// <param name="keep">How many, 2 or more.</param>
    internal static IReadOnlyList<int> Of(IReadOnlyList<int> steps, RunMetrics metrics, int keep)
    {
        if (steps.Count <= keep)
        {
            return steps;
        }

        double[] along = Along(steps, metrics);
        var chosen = new SortedSet<int> { 0, steps.Count - 1 };
        // From the largest gap inwards: the checkpoint that is furthest, along the curve, from those that are kept already.
        while (chosen.Count < keep)
        {
            chosen.Add(Enumerable.Range(0, steps.Count).Where(i => !chosen.Contains(i))
                .MaxBy(i => chosen.Min(kept => Math.Abs(along[kept] - along[i]))));
        }

        return [.. chosen.Select(i => steps[i])];
    }

    /// <summary>Each checkpoint's place along the curve, both axes scaled to 1.</summary>
    private static double[] Along(IReadOnlyList<int> steps, RunMetrics metrics)
    {
        double Place(int step) => Math.Log(step + 10.0) / Math.Log(steps[^1] + 10.0);
        double Accuracy(int step) => metrics.Evaluations.LastOrDefault(evaluation => evaluation.Step <= step)?.Accuracy ?? 0;
        var along = new double[steps.Count];
        for (int i = 1; i < along.Length; i++)
        {
            double across = Place(steps[i]) - Place(steps[i - 1]), up = Accuracy(steps[i]) - Accuracy(steps[i - 1]);
            along[i] = along[i - 1] + Math.Sqrt((across * across) + (up * up));
        }

        return along;
    }
}
