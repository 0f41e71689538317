using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Patching.Controls;

/// <summary>Runs the controls of a group of programs at the places where the sweep patches.</summary>
internal sealed class ControlSweeps(Transformer model, PairDrawer drawer, PatchSpec spec, Work work)
{
    internal GroupControls Of(PairGroup group, ImmutableArray<PatchCell> cells)
    {
        if (spec.ControlPrograms == 0)
        {
            return new GroupControls(null, [], [], [], []);
        }

        ProgramPair[] pairs = [.. group.Pairs.Take(spec.ControlPrograms)];
        ProgramPair[] swapped = [.. pairs.Select(pair => pair.Swapped())];
        Seed seed = new Seed(spec.Selection.Seed).Split("random directions");
        return new GroupControls(
            NoOp(pairs, cells),
            Effects(Drawn(group, PairKind.Unrelated), cells),
            Effects(swapped, cells),
            RandomDirections.Effects(model, pairs, cells, seed, work),
            Outcomes(Drawn(group, PairKind.MovedRoot), cells));
    }

    private ImmutableArray<ProgramPair> Drawn(PairGroup group, PairKind kind)
    {
        PairSelection selection = spec.Selection with
        {
            Programs = spec.ControlPrograms,
            Hops = [group.Hops],
            AnswerLines = [group.AnswerLine],
        };
        return [.. drawer.DrawAll(model, selection, kind, work.Workers, work.Cancellation).SelectMany(drawn => drawn.Pairs)];
    }

    private ImmutableArray<EffectCell> Effects(IReadOnlyList<ProgramPair> pairs, ImmutableArray<PatchCell> cells) =>
        pairs.Count == 0 ? [] : EffectCells.Of(Sweep(pairs, cells), pairs, cells, Measure.Effect);

    private SweepResult Sweep(IReadOnlyList<ProgramPair> pairs, ImmutableArray<PatchCell> cells) =>
        RoleSweep.Run(model, pairs, cells, new SweepOptions(work.Workers), null, work.Cancellation);

    /// <summary>Everything before the first token in which the programs differ is the same in both, so patching it must change nothing.</summary>
    private double? NoOp(ProgramPair[] pairs, ImmutableArray<PatchCell> cells)
    {
        var equal = new TokenPositions.PerRow(
            [
                .. pairs.Select(pair => Enumerable.Range(
                    0, Tokenizer.Encode(pair.Base).AsSpan().CommonPrefixLength(Tokenizer.Encode(pair.Source))).ToImmutableArray()),
            ]);
        ImmutableArray<SweepCell> sites =
            [.. cells.Select(cell => (cell.Site, cell.Head)).Distinct().Select(place => SweepCell.Patch(place.Site, equal, place.Head))];
        var options = new SweepOptions(work.Workers, NoOps: NoOpRule.Compute);
        SweepResult result = Interventions.Sweeps.Sweep.Run(model, RoleSweep.Request(pairs, sites), options, null, work.Cancellation);
        return Enumerable.Range(0, sites.Length).Max(cell => Enumerable.Range(0, pairs.Length).Max(row =>
            result.Effect(cell, row) == CellEffect.Absent ? (double?)null : LogitMetrics.Distance(result.Logits(cell, row), result.Base(row))));
    }

    private ImmutableArray<OutcomeCell> Outcomes(ImmutableArray<ProgramPair> pairs, ImmutableArray<PatchCell> cells)
    {
        if (pairs.IsEmpty)
        {
            return [];
        }

        SweepResult result = Sweep(pairs, cells);
        return
        [
            .. cells.Select((cell, number) => Outcome(result, pairs, cell, number)).OfType<OutcomeCell>(),
        ];
    }

    private static OutcomeCell? Outcome(SweepResult result, ImmutableArray<ProgramPair> pairs, PatchCell cell, int number)
    {
        (int value, int pointer, int kept) = (0, 0, 0);
        int[] rows = [.. Enumerable.Range(0, pairs.Length).Where(row => RoleSweep.PositionsOf(pairs[row], cell.Role).To >= 0)];
        if (rows.Length == 0)
        {
            return null;
        }

        foreach (int row in rows)
        {
            ProgramPair pair = pairs[row];
            int top = LogitMetrics.Top(result.Logits(number, row));
            int there = pair.Base.Lines[pair.SourceExecution.RootLine - 1].Right - '0';
            value += top == pair.SourceExecution.Value ? 1 : 0;
            pointer += top == there ? 1 : 0;
            kept += top == pair.BaseExecution.Value ? 1 : 0;
        }

        return new OutcomeCell(
            cell.Site.Layer,
            cell.Head,
            cell.Role,
            Proportion.OfCounts(value, rows.Length),
            Proportion.OfCounts(pointer, rows.Length),
            Proportion.OfCounts(kept, rows.Length));
    }
}

/// <summary>What other patches at the same places do to one group of programs, on fewer programs than the sweep itself.</summary>
/// <param name="NoOpLargestChange">
/// Largest change of a logit when the tokens before the changed digit, which are equal in base and source, are patched: 0, or rounding; null where
/// a user's own pairs have no such tokens.
/// </param>
/// <param name="Unrelated">Patches from another program of the same shape, token for token by role; its answer is the success.</param>
/// <param name="Swapped">Base and source exchanged: what changes a to b must change b to a.</param>
/// <param name="Random">
/// The vector moved by as much as the source would move it, in a random direction: what mere disturbance does.
/// </param>
/// <param name="MovedRoot">Pointer against value; empty where no program's root can move.</param>
public sealed record GroupControls(
    double? NoOpLargestChange,
    ImmutableArray<EffectCell> Unrelated,
    ImmutableArray<EffectCell> Swapped,
    ImmutableArray<EffectCell> Random,
    ImmutableArray<OutcomeCell> MovedRoot);

/// <summary>
/// What the answer became when a place was patched from a program whose root stands on another line and holds another digit.
/// </summary>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based; 0 where the site has no heads.</param>
/// <param name="Role">The token.</param>
/// <param name="Value">Share of programs that answer the source's digit: the place carried the value.</param>
/// <param name="Pointer">
/// Share of programs that answer the digit which the base has on the line where the source has its root: the place carried the address.
/// </param>
/// <param name="Kept">Share of programs that still give the base's answer: it carried neither, or nothing reads it any more.</param>
public sealed record OutcomeCell(int Layer, int Head, TokenRole Role, Proportion Value, Proportion Pointer, Proportion Kept);
