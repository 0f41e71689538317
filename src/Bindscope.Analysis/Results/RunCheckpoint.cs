using System.Globalization;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Analysis.Results;

/// <summary>Finds a run's checkpoint by what a user calls it.</summary>
public static class RunCheckpoint
{
    /// <summary>The step of a checkpoint.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name"><c>last</c>, or a step.</param>
    /// <exception cref="UserException">The run has no such checkpoint; the hint lists what it has.</exception>
    public static int StepOf(Run run, string name)
    {
        IReadOnlyList<int> steps = run.Checkpoints.Steps();
        if (steps.Count == 0)
        {
            throw new UserException($"{run.Directory} has no checkpoint yet", "let it train until its first checkpoint", 3);
        }

        if (name == "last")
        {
            return steps[^1];
        }

        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int step) && steps.Contains(step)
            ? step
            : throw new UserException($"{run.Directory} has no checkpoint '{name}'", $"write last, or one of {string.Join(", ", steps)}");
    }
}
