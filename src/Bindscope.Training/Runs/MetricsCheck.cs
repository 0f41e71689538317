using Bindscope.Errors;

namespace Bindscope.Training.Runs;

/// <summary>Holds a run's metrics.jsonl against its checkpoints: every checkpoint that training was to keep has an evaluation.</summary>
public static class MetricsCheck
{
    /// <summary>What the two disagree in.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metrics">Its metrics.</param>
    /// <returns>A sentence without its full stop; null where they agree.</returns>
    public static string? Disagreement(Run run, RunMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(metrics);
        HashSet<long> evaluated = [.. metrics.Evaluations.Select(evaluation => evaluation.Step)];
        HashSet<int> due = [.. run.Preset.Training.Checkpoints.Steps(run.Preset.Training.Steps)];
        int[] lost = [.. run.Checkpoints.Steps().Where(step => due.Contains(step) && !evaluated.Contains(step))];
        return lost.Length == 0
            ? null
            : $"metrics.jsonl lacks the evaluations of {lost.Length} of the run's checkpoints, from step {lost[0]} on: it was cut off or exchanged";
    }

    /// <summary>Refuses metrics that disagree with the checkpoints.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metrics">Its metrics.</param>
    /// <exception cref="UserException">They disagree.</exception>
    public static void RequireAgreement(Run run, RunMetrics metrics)
    {
        if (Disagreement(run, metrics) is { } problem)
        {
            throw new UserException($"{run.Directory}: {problem}", "bring the file back; what it holds now would say something else of the run", 3);
        }
    }
}
