using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Everything;

/// <summary>How large the analyses of a run are to be when all are done.</summary>
/// <param name="Programs">Programs of each group in sweeps, 1 or more; 0 to choose by the size of the model and to keep
/// what was computed with other settings.</param>
public sealed record EverythingSpec(int Programs = 0)
{
    /// <summary>The name of the folder that holds the costs.</summary>
    public const string FolderName = "all";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() => Programs >= 0 ? [] : [$"programs is {Programs}; it must be at least 0"];
}

/// <summary>Does every analysis of a run that is not done yet.</summary>
public static class EverythingAnalysis
{
    private const long Unit = 1000;

    /// <summary>Does them one after the other; what is answered already is left as it is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">How large they are.</param>
    /// <param name="work">How they are run.</param>
    /// <param name="time">Measures them.</param>
    /// <param name="report">Told of each analysis when it is done; null for nobody.</param>
    /// <returns>What was done, and what it cost.</returns>
    /// <exception cref="UserException">The spec is invalid, the run has no checkpoint, or a file cannot be written.</exception>
    public static EverythingResult Run(Run run, EverythingSpec spec, Work work, TimeProvider time, Action<AnalysisCost>? report = null)
    {
        if (spec.Validated() is { Count: > 0 } problems)
        {
            throw new UserException($"all: {string.Join("; ", problems)}", "correct these values");
        }

        var plan = new Plan(run, spec, work);
        ImmutableArray<PlannedAnalysis> analyses = plan.Analyses();
        var costs = ImmutableArray.CreateBuilder<AnalysisCost>(analyses.Length);
        long started = time.GetTimestamp();
        foreach (PlannedAnalysis analysis in analyses)
        {
            work.Cancellation.ThrowIfCancellationRequested();
            var relay = new Relay(work.Progress, analysis.Name, costs.Count, analyses.Length);
            relay.Report(default);
            AnalysisCost cost = Done(analysis, keep: spec.Programs == 0, work with { Progress = relay }, time);
            costs.Add(cost);
            report?.Invoke(cost);
        }

        return new EverythingResult(
            EverythingResult.CurrentFormat,
            plan.Last,
            work.Workers,
            time.GetElapsedTime(started).TotalSeconds,
            costs.Select(cost => cost.PeakBytes).DefaultIfEmpty().Max(),
            costs.ToImmutable());
    }

    private static AnalysisCost Done(PlannedAnalysis analysis, bool keep, Work work, TimeProvider time)
    {
        if (analysis.IsFresh())
        {
            return new AnalysisCost(analysis.Name, analysis.Folder, AnalysisOutcome.Fresh, 0, 0, null);
        }

        // Somebody asked for it with settings of their own, more programs perhaps: that is not overwritten unless sizes are named here, too.
        if (keep && analysis.IsThere())
        {
            return new AnalysisCost(analysis.Name, analysis.Folder, AnalysisOutcome.Kept, 0, 0, null);
        }

        PeakMemory.Reset();
        long started = time.GetTimestamp();
        string? note = null;
        try
        {
            analysis.Answer(work);
        }
        catch (UserException impossible) when (impossible.ExitCode == 2)
        {
            // Too few programs, a class that is missing: this run does not allow it, but may well allow the others.
            note = $"{impossible.Message} ({impossible.Hint})";
        }

        return new AnalysisCost(
            analysis.Name,
            analysis.Folder,
            note is null ? AnalysisOutcome.Computed : AnalysisOutcome.NotPossible,
            time.GetElapsedTime(started).TotalSeconds,
            PeakMemory.Read(),
            note);
    }

    /// <summary>One analysis's progress as a part of all.</summary>
    private sealed class Relay(IProgress<AnalysisProgress>? all, string name, int before, int count) : IProgress<AnalysisProgress>
    {
        public void Report(AnalysisProgress value)
        {
            long within = value.Total > 0 ? Math.Min(Unit, Unit * value.Done / value.Total) : 0;
            all?.Report(new AnalysisProgress(value.Stage is null ? name : $"{name}, {value.Stage}", (before * Unit) + within, count * Unit));
        }
    }
}
