using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Patching.Edges;

/// <summary>Which token has to look at which, and in which head?</summary>
/// <remarks>
/// <para>
/// Question: patching tells where the digit is; edges tell how it gets there. Between the tokens on the digit's way (the names and
/// right-hand
/// sides of the chain's lines, the query variable, the colon) every attention edge is cut once, the rest of its row scaled up to 1, and
/// once
/// given the weight that it has in the source run.
/// </para>
/// <para>
/// What would mislead: heads back each other up, so a cut that costs nothing in one head may cost everything in the whole layer
/// (<see cref="EdgeGranularity"/>). Scaling up the rest of a row that had nearly all its weight on the edge puts much weight on arbitrary
/// tokens: that disturbs more than the missing edge alone.
/// </para>
/// </remarks>
public static class EdgeAnalysis
{
    /// <summary>Cuts and replaces edges, group by group; work that was stopped goes on with the group where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">No program fits the selection.</exception>
    public static EdgeResult Run(Run run, EdgeSpec spec, Work work)
    {
        using Transformer model = RunCheckpoint.Load(run, spec.Checkpoint);
        var drawer = new PairDrawer(run.HeldBackSplits(work.Cancellation).Test, run.Preset.Task.DigitCount);
        ImmutableArray<PairGroup> groups = drawer.Draw(model, spec.Selection, PairKind.RootDigit, work.Workers, work.Cancellation);
        var folder = new AnalysisFolder(run, spec.FolderName());
        long total = groups.Sum(group => Cost(group, model.Spec, spec.Granularity));
        long before = 0;
        var finished = ImmutableArray.CreateBuilder<EdgeGroup>();
        foreach (PairGroup group in groups)
        {
            string name = FormattableString.Invariant($"{group.Hops}-hops-answer-{AnswerLineGroups.NameOf(group.AnswerLine)}");
            SweepRelay? relay = work.Progress is null ? null : new SweepRelay(work.Progress, name, before, total);
            finished.Add(folder.Part("parts", name, spec, () => Of(model, group, spec.Granularity, relay, work)));
            before += Cost(group, model.Spec, spec.Granularity);
        }

        return new EdgeResult(EdgeResult.CurrentFormat, spec.Checkpoint, spec.Granularity, finished.ToImmutable());
    }

    /// <summary>The edges on the digit's way: every token on it to every earlier one on it.</summary>
    internal static ImmutableArray<(TokenRole From, TokenRole To)> Edges(int hops)
    {
        TokenRole[] tokens =
        [
            .. Enumerable.Range(1, hops).SelectMany(depth => new[] { TokenRole.Name(depth), TokenRole.Right(depth) }),
            TokenRole.Query,
            TokenRole.Colon,
        ];
        return
        [
            .. from to in Enumerable.Range(0, tokens.Length)
               where tokens[to].Kind != TokenRoleKind.ChainName
               from key in Enumerable.Range(0, to)
               select (tokens[key], tokens[to]),
        ];
    }

    private static long Cost(PairGroup group, ModelSpec spec, EdgeGranularity granularity) =>
        2L * group.Pairs.Length * Edges(group.Hops).Length * Places(spec, granularity).Count();

    private static IEnumerable<(int Layer, int Head)> Places(ModelSpec spec, EdgeGranularity granularity) =>
        from layer in granularity == EdgeGranularity.Model ? [0] : Enumerable.Range(1, spec.Layers)
        from head in granularity == EdgeGranularity.Heads ? Enumerable.Range(1, spec.Heads) : [0]
        select (layer, head);

    private static EdgeGroup Of(
        Transformer model, PairGroup group, EdgeGranularity granularity, IProgress<SweepProgress>? progress, Work work)
    {
        int hops = group.Hops;
        var cells =
            (from edge in Edges(hops)
             from place in Places(model.Spec, granularity)
             select (edge.From, edge.To, place.Layer, place.Head)).ToArray();
        ImmutableArray<SweepCell> sweep =
        [
            .. cells.SelectMany(cell =>
            {
                var where = new EdgePlace(
                    cell.Layer == 0 ? [] : [cell.Layer], cell.Head == 0 ? [] : [cell.Head], PositionsOf(group.Pairs, cell.From, cell.To));
                return new[]
                {
                    new SweepCell([new Intervention.CutEdges(where, RestOfPattern.Rescaled)]),
                    new SweepCell([new Intervention.PatchEdges(where, RestOfPattern.Rescaled)]),
                };
            }),
        ];
        SweepResult result = Sweep.Run(
            model, RoleSweep.Request(group.Pairs, sweep), new SweepOptions(work.Workers), progress, work.Cancellation);
        var bootstrap = new Bootstrap(group.Pairs.Length);
        IEnumerable<EdgeCell> summaries = cells.Select((cell, number) => Summary(result, group.Pairs, cell, number, bootstrap));
        return new EdgeGroup(
            group.Hops,
            group.AnswerLine,
            group.Available,
            group.Tried,
            group.Solved,
            group.Pairs.Length,
            [.. summaries.OrderByDescending(summary => summary.MarginLost.Value)]);
    }

    private static TokenEdges.PerRow PositionsOf(ImmutableArray<ProgramPair> pairs, TokenRole from, TokenRole to) => new(
        [
            .. pairs.Select(pair => pair.BaseExecution).Select(execution =>
                ImmutableArray.Create(new AttentionEdge(to.PositionIn(execution), from.PositionIn(execution)))),
        ]);

    private static EdgeCell Summary(
        SweepResult result,
        ImmutableArray<ProgramPair> pairs,
        (TokenRole From, TokenRole To, int Layer, int Head) cell,
        int number,
        Bootstrap bootstrap)
    {
        var lost = new double[pairs.Length];
        (int kept, int success) = (0, 0);
        for (int row = 0; row < pairs.Length; row++)
        {
            (int answer, int other) = (pairs[row].BaseExecution.Value, pairs[row].SourceExecution.Value);
            ReadOnlySpan<float> cut = result.Logits(2 * number, row);
            kept += Digits.Top(cut) == answer ? 1 : 0;
            success += Digits.Top(result.Logits((2 * number) + 1, row)) == other ? 1 : 0;
            lost[row] = Digits.Margin(result.Base(row), answer) - Digits.Margin(cut, answer);
        }

        return new EdgeCell(
            cell.Layer,
            cell.Head,
            cell.From,
            cell.To,
            EffectCells.Share(kept, pairs.Length),
            bootstrap.Mean(lost),
            EffectCells.Share(success, pairs.Length));
    }
}
