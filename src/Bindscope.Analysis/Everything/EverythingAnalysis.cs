using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Analysis.Everything;

/// <summary>How large the analyses of a run are to be when all are done. Those that were computed with other settings are kept where it is left to
/// the size of the model.</summary>
public sealed record EverythingSpec(
    [Field("programs in each group of a sweep; 0 chooses by the size of the model", Least = 0)] int Programs = 0);

/// <summary>Does every analysis of a run that is not done yet.</summary>
public sealed class EverythingAnalysis : IAnalysis<EverythingSpec, EverythingResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "all",
        "All analyses",
        "Runs every analysis that a run does not have yet, and says what each cost; continues where it was stopped.",
        Scope.Run,
        EverythingResult.CurrentFormat);

    /// <inheritdoc/>
    public static EverythingSpec Default => new();

    /// <inheritdoc/>
    public static IEnumerable<EverythingSpec> Sized(Run run, Budget budget) => [];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(EverythingResult result) => EverythingViews.Of(result);

    /// <inheritdoc/>
    public static EverythingResult Run(Run run, EverythingSpec spec, Work work) => Run(run, spec, work, TimeProvider.System);

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
        Info.Require(spec);

        var budget = new Budget(run, spec.Programs, work);
        (CatalogueEntry Entry, object Question)[] analyses = [.. Plan(run, budget)];
        var costs = ImmutableArray.CreateBuilder<AnalysisCost>(analyses.Length);
        long started = time.GetTimestamp();
        foreach ((CatalogueEntry entry, object question) in analyses)
        {
            work.Cancellation.ThrowIfCancellationRequested();
            var relay = new Relay(work.Progress, entry.CommandOf(question), costs.Count, analyses.Length);
            relay.Report(default);
            AnalysisCost cost = Done(run, entry, question, spec.Programs == 0, work with { Progress = relay }, time);
            costs.Add(cost);
            report?.Invoke(cost);
        }

        return new EverythingResult(
            EverythingResult.CurrentFormat,
            budget.Last,
            work.Workers,
            time.GetElapsedTime(started).TotalSeconds,
            costs.Select(cost => cost.PeakBytes).DefaultIfEmpty().Max(),
            costs.ToImmutable());
    }

    /// <summary>The questions that a run is asked, in their order.</summary>
    internal static IEnumerable<(CatalogueEntry Entry, object Question)> Plan(Run run, Budget budget) =>
        Catalogue.All.SelectMany(entry => entry.Sized(run, budget).Select(question => (entry, question)));

    private static AnalysisCost Done(Run run, CatalogueEntry entry, object question, bool keep, Work work, TimeProvider time)
    {
        string name = entry.CommandOf(question), folder = entry.Info.FolderName(question);
        var stored = new AnalysisFolder(run, folder);
        int? newest = entry.CheckpointOf(question) is null ? RunCheckpoint.StepOf(run, "last") : null;
        int? kept = entry.Info.KeepsCheckpoints ? newest : null, covered = entry.Info.CoversCheckpoints ? newest : null;
        if (!entry.Info.IsInstant && stored.IsCurrent(entry.Info.Format, kept, covered))
        {
            if (stored.Asks(question))
            {
                return new AnalysisCost(name, folder, AnalysisOutcome.Fresh, 0, 0, null);
            }

            // Somebody asked for it with settings of their own, more programs perhaps: that is not overwritten unless sizes are named here, too.
            if (keep)
            {
                return new AnalysisCost(name, folder, AnalysisOutcome.Kept, 0, 0, null);
            }
        }

        PeakMemory.Reset();
        long started = time.GetTimestamp();
        string? note = null;
        try
        {
            stored.Write(question, entry.Run(run, question, work));
        }
        catch (UserException impossible) when (impossible.ExitCode == 2)
        {
            // Too few programs, a class that is missing: this run does not allow it, but may well allow the others.
            note = $"{impossible.Message} ({impossible.Hint})";
        }

        return new AnalysisCost(
            name,
            folder,
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

/// <summary>What all analyses of a run cost: plain data, as <c>analyses/all/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint that was analysed where an analysis takes one: the last.</param>
/// <param name="Workers">Threads.</param>
/// <param name="Seconds">Wall-clock time of all together.</param>
/// <param name="PeakBytes">The largest resident memory of the process.</param>
/// <param name="Analyses">In the order in which they were done.</param>
public sealed record EverythingResult(
    int Format, int Checkpoint, int Workers, double Seconds, long PeakBytes, ImmutableArray<AnalysisCost> Analyses)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What became of one analysis.</summary>
public enum AnalysisOutcome
{
    /// <summary>It was computed and written.</summary>
    Computed,

    /// <summary>It was there already, for the same question and the newest checkpoint.</summary>
    Fresh,

    /// <summary>It was there already, computed with other settings than this plan's, and was left as it is.</summary>
    Kept,

    /// <summary>This run does not allow it; the note says why.</summary>
    NotPossible,
}

/// <summary>One analysis of a run, and what it cost.</summary>
/// <param name="Name">The command, such as <c>analyze lens</c>.</param>
/// <param name="Folder">Its folder under <c>analyses/</c>.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Seconds">Wall-clock time; 0 where it was fresh.</param>
/// <param name="PeakBytes">
/// The largest resident memory of the process while it ran; 0 where it was fresh, or where the machine does not tell.
/// </param>
/// <param name="Note">Why it was not possible; null otherwise.</param>
public sealed record AnalysisCost(string Name, string Folder, AnalysisOutcome Outcome, double Seconds, long PeakBytes, string? Note);

/// <summary>What each analysis cost, as a table.</summary>
internal static class EverythingViews
{
    internal static IEnumerable<View> Of(EverythingResult result)
    {
        yield return View.Of(
            $"{result.Analyses.Length} analyses in {result.Seconds:0} s on {result.Workers} threads, at most {Mebibytes(result.PeakBytes).Text} MiB",
            ["analysis", "folder under analyses/", "outcome", "seconds", "peak, MiB"],
            result.Analyses.Select(cost =>
            {
                bool ran = cost.Outcome is not (AnalysisOutcome.Fresh or AnalysisOutcome.Kept);
                return (IEnumerable<Cell>)
                [
                    cost.Name,
                    cost.Folder,
                    Cell.Words(cost.Outcome),
                    ran ? Cell.Number(cost.Seconds, "0.0") : "",
                    ran && cost.PeakBytes > 0 ? Mebibytes(cost.PeakBytes) : "",
                ];
            }));
        foreach (AnalysisCost cost in result.Analyses.Where(one => one.Note is not null))
        {
            yield return View.Of($"{cost.Name} was not possible: {cost.Note}");
        }
    }

    private static Cell Mebibytes(long bytes) => Cell.Number(bytes / 1048576.0, "0");
}

/// <summary>The process's largest resident memory since it was last reset, as Linux counts it.</summary>
internal static class PeakMemory
{
    private const string Field = "VmHWM:";

    /// <summary>Begins to count anew; where that is not allowed, the count goes on.</summary>
    internal static void Reset()
    {
        try
        {
            // proc(5): 5 sets the peak to what is resident now.
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The peak is then that of the whole process, which is still an upper bound.
        }
    }

    /// <summary>In bytes; 0 where the machine does not tell.</summary>
    internal static long Read()
    {
        try
        {
            string? line = File.ReadLines("/proc/self/status").FirstOrDefault(one => one.StartsWith(Field, StringComparison.Ordinal));
            string? number = line?[Field.Length..].Trim().Split(' ')[0];
            return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes) ? kibibytes << 10 : 0;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
