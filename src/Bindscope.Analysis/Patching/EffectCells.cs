using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Interventions.Sweeps;

namespace Bindscope.Analysis.Patching;

/// <summary>Sums a sweep up, cell by cell.</summary>
internal static class EffectCells
{
    /// <summary>Squared normal quantile of a 95 % interval.</summary>
    internal const double Deviance = 3.84;

    /// <summary>Every cell of a sweep that some program has.</summary>
    internal static ImmutableArray<EffectCell> Of(SweepResult result, IReadOnlyList<ProgramPair> pairs, IReadOnlyList<PatchCell> cells) =>
        Of(result.Logits, result.Base, pairs, cells);

    /// <summary>Every cell that some program has.</summary>
    internal static ImmutableArray<EffectCell> Of(
        PatchedLogits patched, BaseLogits unpatched, IReadOnlyList<ProgramPair> pairs, IReadOnlyList<PatchCell> cells)
    {
        var bootstraps = new Dictionary<int, Bootstrap>();
        var summaries = ImmutableArray.CreateBuilder<EffectCell>(cells.Count);
        for (int cell = 0; cell < cells.Count; cell++)
        {
            int[] rows = [.. Enumerable.Range(0, pairs.Count).Where(row => RoleSweep.PositionsOf(pairs[row], cells[cell].Role).To >= 0)];
            if (rows.Length == 0)
            {
                continue;
            }

            if (!bootstraps.TryGetValue(rows.Length, out Bootstrap? bootstrap))
            {
                bootstraps.Add(rows.Length, bootstrap = new Bootstrap(rows.Length));
            }

            summaries.Add(Summary(patched, unpatched, pairs, cell, cells[cell], rows, bootstrap));
        }

        return summaries.ToImmutable();
    }

    /// <summary>Logits of the patched run of a cell and a row, 0-based.</summary>
    internal delegate ReadOnlySpan<float> PatchedLogits(int cell, int row);

    /// <summary>Logits of the base run of a row, 0-based.</summary>
    internal delegate ReadOnlySpan<float> BaseLogits(int row);

    /// <summary>A share of programs with Wilson's interval.</summary>
    internal static Proportion Share(int count, int programs) => Proportion.Of((double)count / programs, programs, Deviance);

    private static EffectCell Summary(
        PatchedLogits patchedOf,
        BaseLogits unpatchedOf,
        IReadOnlyList<ProgramPair> pairs,
        int number,
        PatchCell cell,
        int[] rows,
        Bootstrap bootstrap)
    {
        var differences = new double[rows.Length];
        var effects = new double[rows.Length];
        (int successes, int kept) = (0, 0);
        for (int i = 0; i < rows.Length; i++)
        {
            ProgramPair pair = pairs[rows[i]];
            (int before, int after) = (pair.BaseExecution.Value, pair.SourceExecution.Value);
            ReadOnlySpan<float> patched = patchedOf(number, rows[i]);
            ReadOnlySpan<float> unpatched = unpatchedOf(rows[i]);
            int top = Digits.Top(patched);
            successes += top == after ? 1 : 0;
            kept += top == before ? 1 : 0;
            differences[i] = patched[after] - (double)patched[before];
            effects[i] = differences[i] - (unpatched[after] - (double)unpatched[before]);
        }

        return new EffectCell(
            cell.Site.Layer,
            cell.Head,
            cell.Role,
            Share(successes, rows.Length),
            Share(kept, rows.Length),
            bootstrap.Mean(differences),
            bootstrap.Mean(effects));
    }
}
