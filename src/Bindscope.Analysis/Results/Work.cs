using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Interventions.Sweeps;
using Bindscope.Runs;

namespace Bindscope.Analysis.Results;

/// <summary>How an analysis is run; nothing here changes its result beyond rounding.</summary>
/// <param name="Workers">Threads, 1 or more.</param>
/// <param name="Progress">Told as work is done; null for nobody.</param>
/// <param name="Cancellation">Stops between pieces of work.</param>
public sealed record Work(int Workers = 1, IProgress<AnalysisProgress>? Progress = null, CancellationToken Cancellation = default)
{
    /// <summary>An answer of each checkpoint, kept as soon as it is finished: work that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="folder">Where they are kept, in <c>checkpoints/</c>.</param>
    /// <param name="steps">The checkpoints.</param>
    /// <param name="question">What the answers answer; those to another question are computed anew.</param>
    /// <param name="compute">Computes the answer of a step.</param>
    /// <typeparam name="TQuestion">The question's type.</typeparam>
    /// <typeparam name="TPart">The answers' type.</typeparam>
    /// <returns>As many as there are steps, in their order.</returns>
    internal ImmutableArray<TPart> OfEach<TQuestion, TPart>(
        AnalysisFolder folder, IReadOnlyList<int> steps, TQuestion question, Func<int, TPart> compute)
    {
        var found = ImmutableArray.CreateBuilder<TPart>(steps.Count);
        foreach (int step in steps)
        {
            Progress?.Report(new AnalysisProgress("checkpoints", found.Count, steps.Count));
            Cancellation.ThrowIfCancellationRequested();
            found.Add(folder.Part("checkpoints", step.ToString("D6", CultureInfo.InvariantCulture), question, () => compute(step)));
        }

        Progress?.Report(new AnalysisProgress("checkpoints", steps.Count, steps.Count));
        return found.ToImmutable();
    }
}

/// <summary>How far an analysis is.</summary>
/// <param name="Stage">What it is doing, in a few words.</param>
/// <param name="Done">Units of work that are done, over all stages.</param>
/// <param name="Total">All units of work.</param>
public readonly record struct AnalysisProgress(string Stage, long Done, long Total);

/// <summary>
/// Passes a sweep's progress on as that of the analysis of which it is a part. Called on whatever thread the sweep is on.
/// </summary>
internal sealed class SweepRelay(IProgress<AnalysisProgress> progress, string stage, long before, long total) : IProgress<SweepProgress>
{
    public void Report(SweepProgress value) => progress.Report(new AnalysisProgress(stage, before + value.Done, total));
}
