using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;
using Bindscope.Web.Analyses;

namespace Bindscope.Web.Runs;

/// <summary>Reads what the site says of runs from their folders.</summary>
internal static class RunReader
{
    /// <summary>The site's index.</summary>
    internal static SiteIndex Index(RunListing listing, SiteLimits limits, bool live, bool weights = false)
    {
        var runs = ImmutableArray.CreateBuilder<RunSummary>(listing.Runs.Count);
        var problems = listing.Problems.ToList();
        foreach (RunEntry run in listing.Runs)
        {
            try
            {
                runs.Add(Summary(run, Evaluations(run)));
            }
            catch (Exception unreadable) when (unreadable is UserException or IOException or UnauthorizedAccessException)
            {
                // One run that cannot be read is no reason to show none.
                problems.Add($"{run.Name} is not shown: {unreadable.Message}");
            }
        }

        return new SiteIndex(
            SiteIndex.CurrentFormat,
            typeof(RunReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
            live,
            weights,
            limits,
            runs.ToImmutable(),
            SiteIndex.FirstOf(runs)?.Name,
            [.. problems]);
    }

    /// <summary>One run's page.</summary>
    internal static RunPage Page(RunEntry entry)
    {
        ImmutableArray<Evaluation> evaluations = Evaluations(entry);
        var accuracies = evaluations.ToDictionary(evaluation => evaluation.Step, evaluation => evaluation.Accuracy);
        return new RunPage(
            Summary(entry, evaluations),
            RunFiles.Json(entry, "spec.json") ?? throw new FileNotFoundException($"{entry.Run.Directory} has no spec.json"),
            RunFiles.Json(entry, "environment.json"),
            [
                .. entry.Steps()
                    .Select(step => new CheckpointEntry(
                        step, accuracies.TryGetValue(step, out double value) ? value : null, HasChecksums(entry, step))),
            ],
            RunFiles.Analysis(entry, "phases", "result.json"),
            [.. AnalysisListing.Of(entry)],
            ReportListing.Files(entry).Any());
    }

    private static bool HasChecksums(RunEntry entry, int step)
    {
        try
        {
            return entry.Run.Checkpoints.HasChecksums(step);
        }
        catch (UserException)
        {
            // Its meta.json is damaged; whoever loads the checkpoint is told.
            return false;
        }
    }

    /// <summary>Whether the run is trained now.</summary>
    internal static RunState State(RunEntry entry) =>
        entry.Run.IsFinished ? RunState.Finished : entry.Run.IsTraining ? RunState.Training : RunState.Stopped;

    /// <summary>One run in a few numbers.</summary>
    internal static RunSummary Summary(RunEntry entry) => Summary(entry, Evaluations(entry));

    private static RunSummary Summary(RunEntry entry, ImmutableArray<Evaluation> evaluations)
    {
        var preset = entry.Run.Preset;
        Evaluation? last = evaluations.LastOrDefault();
        return new RunSummary(
            entry.Name,
            preset.Name,
            preset.Training.Seed,
            preset.Training.Steps,
            last?.Step ?? (entry.Steps() is [.., var newest] ? newest : 0),
            State(entry),
            preset.Model.ParameterCount,
            preset.Task.Lines,
            preset.Task.MaximumHops,
            preset.Model.Layers,
            preset.Model.Heads,
            preset.Model.Width,
            last is null ? null : Proportion.OfCounts(last.CorrectCount(), last.N),
            Phase(entry),
            [.. preset.Assistance()],
            entry.Steps().Count,
            AnalysisListing.Names(entry).Count(),
            entry.IsReference);
    }

    /// <summary>What was measured while the run trained, by step; empty where nothing was, or where it cannot be read.</summary>
    internal static ImmutableArray<Evaluation> Evaluations(RunEntry entry)
    {
        try
        {
            return OwnFiles.Is(entry.Run, entry.Run.MetricsPath) ? MetricsFile.Read(entry.Run.MetricsPath).Evaluations : [];
        }
        catch (UserException)
        {
            // None yet, or damaged: the run is shown without its curve, and doctor says why.
            return [];
        }
    }

    /// <summary>The last phase; null where the phases were not looked for, or are of another format.</summary>
    private static string? Phase(RunEntry entry) =>
        RunFiles.Analysis(entry, "phases", "result.json") is { ValueKind: JsonValueKind.Object } result
        && result.TryGetProperty("phases", out JsonElement phases)
        && phases is { ValueKind: JsonValueKind.Array } && phases.GetArrayLength() > 0
        && phases[phases.GetArrayLength() - 1].TryGetProperty("kind", out JsonElement kind)
            ? kind.GetString()
            : null;
}
