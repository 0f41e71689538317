using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Analysis.Results;

/// <summary>Refuses runs that would count twice where several are put side by side.</summary>
internal static class DistinctRuns
{
    /// <summary>Refuses a folder that is named twice.</summary>
    /// <param name="runs">The runs.</param>
    /// <exception cref="UserException">One is.</exception>
    internal static void Require(IEnumerable<Run> runs)
    {
        if (runs.GroupBy(run => Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Directory)), StringComparer.Ordinal)
            .FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new UserException($"{twice.First().Directory} is named twice", "name each run once");
        }
    }

    /// <summary>Refuses folders that hold one training: of one kind and one seed.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="kind">What the training of the run at a place is, but for its seed.</param>
    /// <exception cref="UserException">Two do.</exception>
    internal static void RequireTrainings<TKind>(IReadOnlyList<Run> runs, Func<int, TKind> kind)
    {
        if (Enumerable.Range(0, runs.Count).GroupBy(i => (Kind: kind(i), runs[i].Preset.Training.Seed))
            .FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new UserException(
                FormattableString.Invariant(
                    $"{string.Join(" and ", twice.Select(i => runs[i].Name))} are one training of seed {twice.Key.Seed}, which counts once"),
                "name one of them, or runs of other seeds");
        }
    }
}
