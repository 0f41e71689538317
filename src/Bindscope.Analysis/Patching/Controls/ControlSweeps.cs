using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Patching.Controls;

/// <summary>Runs the controls of a group of programs at the places where the sweep patches.</summary>
internal sealed class ControlSweeps(Transformer model, PairDrawer drawer, PatchSpec spec, Work work)
{
    internal GroupControls Of(PairGroup group, ImmutableArray<PatchCell> cells)
    {
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

    /// <summary>Everything before the root's digit is the same in both programs, so patching it must change nothing.</summary>
    private double NoOp(ProgramPair[] pairs, ImmutableArray<PatchCell> cells)
    {
        var equal = new TokenPositions.PerRow(
            [.. pairs.Select(pair => Enumerable.Range(0, Positions.Right(pair.BaseExecution.RootLine)).ToImmutableArray())]);
        ImmutableArray<SweepCell> sites =
            [.. cells.Select(cell => (cell.Site, cell.Head)).Distinct().Select(place => SweepCell.Patch(place.Site, equal, place.Head))];
        var options = new SweepOptions(work.Workers, NoOps: NoOpRule.Compute);
        SweepResult result = Interventions.Sweeps.Sweep.Run(model, RoleSweep.Request(pairs, sites), options, null, work.Cancellation);
        return Enumerable.Range(0, sites.Length).Max(cell =>
            Enumerable.Range(0, pairs.Length).Max(row => LogitMetrics.Distance(result.Logits(cell, row), result.Base(row))));
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
