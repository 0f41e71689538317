using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Mechanisms;

/// <summary>
/// Does a value stand anywhere before the query is known? Sources whose root holds another digit are patched into all tokens at once from a line of the
/// chain to the end of the last line, on entering one layer: the answer follows where these tokens hold the value, in whatever place and however spread.
/// </summary>
internal static class StateBeforeQuery
{
    /// <summary>Measures programs of two hops and more: with one, the digit stands on the queried line as it is written.</summary>
    internal static ImmutableArray<ValueBeforeQuery> Of(Transformer model, IEnumerable<PairGroup> groups, Work work) => model.Spec.Layers == 1 ? [] :
    [
        .. groups.Where(group => group.Hops > 1).GroupBy(group => group.Hops).OrderBy(group => group.Key)
            .Select(group => Of(model, group.Key, [.. group.SelectMany(one => one.Pairs)], work)),
    ];

    private static ValueBeforeQuery Of(Transformer model, int hops, ProgramPair[] pairs, Work work)
    {
        int[] layers = [.. Enumerable.Range(2, model.Spec.Layers - 1)];
        SweepResult result = Sweep.Run(
            model,
            RoleSweep.Request(pairs, [.. layers.SelectMany(layer => new[] { Cell(pairs, layer, 2), Cell(pairs, layer, hops) })]),
            new SweepOptions(work.Workers),
            null,
            work.Cancellation);
        bool Turned(int cell, int row) => LogitMetrics.Top(result.Logits(cell, row)) == pairs[row].SourceExecution.Value;
        Proportion Share(Func<int, bool> holds) => Proportion.OfCounts(Enumerable.Range(0, pairs.Length).Count(holds), pairs.Length);
        return new ValueBeforeQuery(
            hops,
            pairs.Length,
            Share(row => Enumerable.Range(0, layers.Length).Any(i => Turned(2 * i, row))),
            Share(row => Enumerable.Range(0, layers.Length).Any(i => Turned((2 * i) + 1, row))),
            [
                .. layers.Select((layer, i) => new ValueBeforeQueryLayer(
                    layer, Share(row => Turned(2 * i, row)).Value, Share(row => Turned((2 * i) + 1, row)).Value)),
            ]);
    }

    private static SweepCell Cell(ProgramPair[] pairs, int layer, int depth) => SweepCell.Patch(
        new Site(SiteKind.ResidualIn, layer),
        new TokenPositions.PerRow(
        [
            .. pairs.Select(pair =>
            {
                int first = Positions.Right(pair.BaseExecution.ChainLines[depth - 1]);
                return Enumerable.Range(first, Positions.Hash(pair.Base.Lines.Length) - first).ToImmutableArray();
            }),
        ]));
}
