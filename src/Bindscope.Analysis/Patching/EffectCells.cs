using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Patching;

/// <summary>Sums a sweep up, cell by cell.</summary>
internal static class EffectCells
{
    /// <summary>Every cell of a sweep that some program has.</summary>
    /// <param name="result">The sweep; its cells are <paramref name="cells"/>.</param>
    /// <param name="pairs">Its rows.</param>
    /// <param name="cells">What was patched.</param>
    /// <param name="measure">How much is told of each cell.</param>
    internal static ImmutableArray<EffectCell> Of(
        SweepResult result, IReadOnlyList<ProgramPair> pairs, IReadOnlyList<PatchCell> cells, Measure measure)
    {
        var bootstraps = new Bootstraps();
        var summaries = ImmutableArray.CreateBuilder<EffectCell>(cells.Count);
        for (int cell = 0; cell < cells.Count; cell++)
        {
            int[] rows = [.. Enumerable.Range(0, pairs.Count).Where(row => RoleSweep.PositionsOf(pairs[row], cells[cell].Role).To >= 0)];
            if (rows.Length == 0)
            {
                continue;
            }

            summaries.Add(Summary(result, pairs, cell, cells[cell], rows, bootstraps[rows.Length], measure));
        }

        return summaries.ToImmutable();
    }

    private static EffectCell Summary(
        SweepResult result,
        IReadOnlyList<ProgramPair> pairs,
        int number,
        PatchCell cell,
        int[] rows,
        Bootstrap bootstrap,
        Measure measure)
    {
        (int successes, int kept) = (0, 0);
        var halves = new int[2];
        foreach (int row in rows)
        {
            int top = LogitMetrics.Top(result.Logits(number, row));
            bool turned = top == pairs[row].SourceExecution.Value;
            successes += turned ? 1 : 0;
            halves[row % 2] += turned ? 1 : 0;
            kept += top == pairs[row].BaseExecution.Value ? 1 : 0;
        }

        return new EffectCell(
            cell.Site.Layer,
            cell.Head,
            cell.Role,
            Proportion.OfCounts(successes, rows.Length),
            Proportion.OfCounts(kept, rows.Length),
            Mean((patched, _, before, after) => LogitMetrics.Difference(patched, after, before)),
            Mean((patched, unpatched, before, after) =>
                LogitMetrics.Difference(patched, after, before) - LogitMetrics.Difference(unpatched, after, before)),
            measure == Measure.Effect
                ? null
                : new LogitMeans(
                    Mean((patched, _, _, after) => patched[after]),
                    Mean((patched, _, before, _) => patched[before]),
                    Mean((patched, _, _, after) => LogitMetrics.Probability(patched, after)),
                    Mean((patched, unpatched, _, _) => LogitMetrics.Divergence(unpatched, patched))),
            Half(0),
            Half(1));

        Proportion? Half(int half) => measure == Measure.Effect || rows.All(row => row % 2 != half)
            ? null
            : Proportion.OfCounts(halves[half], rows.Count(row => row % 2 == half));

        Estimate Mean(Reading reading) => bootstrap.Mean(Array.ConvertAll(rows, row => reading(
            result.Logits(number, row), result.Base(row), pairs[row].BaseExecution.Value, pairs[row].SourceExecution.Value)));
    }

    /// <summary>A number of one program: its patched and base run's logits, base's and source's answer.</summary>
    private delegate double Reading(ReadOnlySpan<float> patched, ReadOnlySpan<float> unpatched, int before, int after);
}

/// <summary>The digits' logits and probabilities in the patched runs of a place, as means over programs.</summary>
/// <param name="New">logit(source's answer).</param>
/// <param name="Original">logit(base's answer).</param>
/// <param name="Probability">Of the source's answer, given that the model says a digit; 0 to 1.</param>
/// <param name="Divergence">Kullback-Leibler divergence KL(base run || patched run) of the ten digits' probabilities, in nats.</param>
public sealed record LogitMeans(Estimate New, Estimate Original, Estimate Probability, Estimate Divergence);

/// <summary>How much is told of each cell of a sweep.</summary>
internal enum Measure
{
    /// <summary>Success and effect.</summary>
    Effect,

    /// <summary>The means of logits, probabilities and divergences too.</summary>
    Logits,
}
