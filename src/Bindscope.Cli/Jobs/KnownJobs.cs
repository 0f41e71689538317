using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis;
using Bindscope.Cli.Verbs;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Cli.Jobs;

/// <summary>Jobs for the sweeps that are asked for most: seeds, checkpoints, runs.</summary>
internal static class KnownJobs
{
    /// <summary>One training for each seed.</summary>
    /// <param name="preset">The known preset's name.</param>
    /// <param name="resolved">The preset with the changes, for its steps and the name of what comes of it.</param>
    /// <param name="changes">The options that change it, as they were given.</param>
    /// <param name="seeds">The seeds.</param>
    /// <exception cref="UserException">A run of that name is there with other fields.</exception>
    public static Job Seeds(string preset, Preset resolved, IReadOnlyList<string> changes, IReadOnlyList<ulong> seeds) => Job.Of(
        $"{resolved.Name}-seeds",
        seeds.Distinct().Select(seed => Training(
            $"seed-{seed}",
            preset,
            changes,
            resolved with { Training = resolved.Training with { Seed = seed } },
            RunOf(resolved.Name, seed))));

    /// <summary>One training for each combination of fields.</summary>
    /// <param name="preset">The known preset's name.</param>
    /// <param name="name">What the job is called.</param>
    /// <param name="changes">The options that change all of them, as they were given.</param>
    /// <param name="cells">The combinations.</param>
    /// <exception cref="UserException">A run of that name is there with other fields.</exception>
    public static Job OfGrid(string preset, string name, IReadOnlyList<string> changes, IEnumerable<GridCell> cells) => Job.Of(
        name,
        cells.Select(cell => Training(
            Path.GetFileName(cell.Run), preset, [.. changes, .. cell.Assignments.SelectMany(one => new[] { "--set", one })], cell.Preset, cell.Run)));

    private static JobTask Training(string task, string preset, IReadOnlyList<string> changes, Preset resolved, string run)
    {

        // A run of that name would otherwise be taken up, or for finished, as what it is not.
        SeedRuns.There(run, resolved);
        ImmutableArray<string> train = ["train", "--preset", preset, "--seed", $"{resolved.Training.Seed}", "--run", run, .. changes];
        return new JobTask(
            task,
            [
                new JobStep(
                    train, CheckpointOf(run, resolved.Training.Steps), Path.Combine(run, "spec.json"), ["train", "--resume", "--run", run]),
            ]);
    }

    /// <summary>The run of a seed.</summary>
    public static string RunOf(string preset, ulong seed) => Path.Combine("runs", $"{preset}-{seed}");

    /// <summary>One analysis at many checkpoints, in blocks.</summary>
    /// <param name="run">The run.</param>
    /// <param name="analysis">The command without run and checkpoint, such as <c>patch residual --programs 50</c>; <c>analyze</c> may be left out.</param>
    /// <param name="steps">The checkpoints; empty for all.</param>
    /// <param name="block">Checkpoints of one task, 1 or more.</param>
    /// <exception cref="UserException">The analysis is not one of a checkpoint, or a checkpoint is missing.</exception>
    public static Job Checkpoints(Run run, string analysis, IReadOnlyList<int> steps, int block)
    {
        string[] words = analysis.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (AnalysisVerbs.Find(words) is null)
        {
            words = ["analyze", .. words];
        }

        if (AnalysisVerbs.Find(words) is not ({ TakesACheckpoint: true } entry, var options))
        {
            throw new UserException(
                $"'{analysis}' is no analysis of one checkpoint",
                "write one in quotes with its options, such as --analysis \"patch residual --programs 50\"; there are "
                + string.Join(", ", Catalogue.All.Where(one => one.TakesACheckpoint).Select(one => one.Info.Name)));
        }

        IReadOnlyList<int> there = run.Checkpoints.Steps();
        if (steps.Except(there).ToArray() is { Length: > 0 } absent)
        {
            throw new UserException($"{run.Directory} has no checkpoint {string.Join(", ", absent)}", $"it has {string.Join(", ", there)}");
        }

        string Output(int step) => new AnalysisFolder(run, AnalysisVerbs.FolderName(entry, run, options, step)).ResultPath;
        return Job.Of(
            $"{run.Name}-{entry.Info.Name}",
            (steps.Count > 0 ? steps : there).Chunk(block).Select(chunk => new JobTask(
                FormattableString.Invariant($"{entry.Info.Name}-{chunk[0]:D6}"),
                [
                    .. chunk.Select(step => new JobStep(
                        [.. words, "--run", run.Results, "--checkpoint", step.ToString(CultureInfo.InvariantCulture)], Output(step))),
                ])));
    }

    /// <summary>Every analysis of every run, one task a run.</summary>
    public static Job Everything(IReadOnlyList<Run> runs) => Job.Of(
        "analyses",
        runs.Select(run => new JobTask(
            run.Name, [new JobStep(["analyze", "all", "--run", run.Results], new AnalysisFolder(run, "all").ResultPath)])));

    private static string CheckpointOf(string run, int step) =>
        Path.Combine(run, "checkpoints", step.ToString("D6", CultureInfo.InvariantCulture), "weights.safetensors");
}
