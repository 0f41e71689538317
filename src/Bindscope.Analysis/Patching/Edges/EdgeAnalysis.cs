using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Runs;

namespace Bindscope.Analysis.Patching.Edges;

/// <summary>Which attention edges are cut and replaced; they are many, so take few programs.</summary>
public sealed record EdgeSpec(
    [Step] int Checkpoint,
    PairSelection Selection,
    [Field("cut an edge in one head at a time, in a whole layer, or in the whole model: heads, layers or model", Option = "--each")]
    EdgeGranularity Granularity = EdgeGranularity.Heads,
    [Field("between chain (names and right-hand sides of the chain, query variable, colon) or spans (also the three tokens after each)")]
    TokenChoice Tokens = TokenChoice.Chain,
    [Field("leave the rest of a cut row as it is (by default it is scaled up to sum to 1)", Option = "--leave-rest", Flag = nameof(RestOfPattern.Left))]
    RestOfPattern Rest = RestOfPattern.Rescaled);

/// <summary>What an edge is cut in at a time.</summary>
public enum EdgeGranularity
{
    /// <summary>One head.</summary>
    Heads,

    /// <summary>All heads of a layer: finds routes that several heads share.</summary>
    Layers,

    /// <summary>All heads of all layers: finds which token needs which, whoever looks.</summary>
    Model,
}

/// <summary>Which token has to look at which, and in which head?</summary>
/// <remarks>
/// <para>
/// Question: patching tells where the digit is; edges tell how it gets there. Between the tokens on the digit's way (the names and
/// right-hand sides of the chain's lines, and with <see cref="TokenChoice.Spans"/> the three tokens after each; the query variable, the
/// colon) every attention edge is cut once, the rest of its row scaled up to 1, and once given the weight that it has in the source run.
/// </para>
/// <para>
/// What would mislead: heads back each other up, so a cut that costs nothing in one head may cost everything in the whole layer
/// (<see cref="EdgeGranularity"/>). Scaling up the rest of a row that had nearly all its weight on the edge puts much weight on arbitrary
/// tokens: that disturbs more than the missing edge alone, or brings the same digit from elsewhere, as the compiled models show
/// (docs/calibration.md); <see cref="EdgeSpec.Rest"/> may leave it.
/// </para>
/// </remarks>
public sealed class EdgeAnalysis : IAnalysis<EdgeSpec, EdgeResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "patch-attention",
        "Attention edges",
        "Along which attention edges does the digit travel? Cuts each between tokens on its path, and replaces it with the source's.",
        Scope.Checkpoint,
        EdgeResult.CurrentFormat)
    {
        Alias = "patch attention",
        Naming = asked => asked is EdgeSpec spec
            ? FormattableString.Invariant($"patch-attention-{spec.Checkpoint:D6}")
                + string.Concat(spec.Selection.Own.Select(own => $"-{own}"))
                + (spec.Tokens == TokenChoice.Spans ? "-spans" : "")
                + (spec.Granularity == EdgeGranularity.Heads ? "" : "-" + Cell.Words(spec.Granularity))
                + (spec.Rest == RestOfPattern.Left ? "-left" : "")
            : throw new ArgumentException("no question about edges", nameof(asked)),
    };

    /// <inheritdoc/>
    public static EdgeSpec Default => new(StepForm.Last, new PairSelection(50));

    /// <inheritdoc/>
    public static IEnumerable<EdgeSpec> Sized(Run run, Budget budget) => [new(budget.Last, budget.Few)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(EdgeResult result) => EdgeViews.Of(result);

    /// <summary>Cuts and replaces edges, group by group; work that was stopped goes on with the group where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">No program fits the selection.</exception>
    public static EdgeResult Run(Run run, EdgeSpec spec, Work work)
    {
        Transformer model = run.LoadModel(spec.Checkpoint);
        var drawer = PairDrawer.Of(run, spec.Selection, work.Cancellation, SourceTokens.ByPosition);
        ImmutableArray<PairGroup> groups = drawer.Draw(model, spec.Selection, PairKind.RootDigit, work.Workers, work.Cancellation);
        var folder = Info.Folder(run, spec);
        long total = groups.Sum(group => Cost(group, model.Spec, spec));
        long before = 0;
        var finished = ImmutableArray.CreateBuilder<EdgeGroup>();
        foreach (PairGroup group in groups)
        {
            string name = FormattableString.Invariant($"{group.Hops}-hops-answer-{AnswerLineGroups.NameOf(group.AnswerLine)}");
            SweepRelay? relay = work.Progress is null ? null : new SweepRelay(work.Progress, name, before, total);
            finished.Add(folder.Part("parts", name, spec, () => Of(model, group, spec, relay, work)));
            before += Cost(group, model.Spec, spec);
        }

        return new EdgeResult(EdgeResult.CurrentFormat, spec.Checkpoint, spec.Granularity, finished.ToImmutable());
    }

    /// <summary>The edges on the digit's way: every token on it to every other that comes before it in some program.</summary>
    internal static ImmutableArray<(TokenRole From, TokenRole To)> Edges(int hops, TokenChoice tokens = TokenChoice.Chain)
    {
        TokenRole[] all =
        [
            .. Enumerable.Range(1, hops).SelectMany(depth => TokensOf(depth, tokens)),
            TokenRole.Query,
            TokenRole.Colon,
        ];
        // Of two chain lines the deeper may begin before the tokens after the other one's right-hand side, so both orders occur.
        return
        [
            .. from to in Enumerable.Range(0, all.Length)
               where all[to].Kind != TokenRoleKind.ChainName
               from key in Enumerable.Range(0, all.Length)
               where key < to || (all[key].Number > all[to].Number && all[to].Offset == 3)
               select (all[key], all[to]),
        ];
    }

    private static IEnumerable<TokenRole> TokensOf(int depth, TokenChoice tokens) =>
        tokens == TokenChoice.Chain
            ? [TokenRole.Name(depth), TokenRole.Right(depth)]
            : [TokenRole.Name(depth), .. Enumerable.Range(0, 4).Select(offset => new TokenRole(TokenRoleKind.ChainRight, depth, offset))];

    private static long Cost(PairGroup group, ModelSpec model, EdgeSpec spec) =>
        2L * group.Pairs.Length * Edges(group.Hops, spec.Tokens).Length * Places(model, spec.Granularity).Count();

    private static IEnumerable<(int Layer, int Head)> Places(ModelSpec spec, EdgeGranularity granularity) =>
        from layer in granularity == EdgeGranularity.Model ? [0] : Enumerable.Range(1, spec.Layers)
        from head in granularity == EdgeGranularity.Heads ? Enumerable.Range(1, spec.Heads) : [0]
        select (layer, head);

    private static EdgeGroup Of(
        Transformer model, PairGroup group, EdgeSpec spec, IProgress<SweepProgress>? progress, Work work)
    {
        (int hops, ImmutableArray<ProgramPair> pairs) = (group.Hops, group.Pairs);
        var cells =
            (from edge in Edges(hops, spec.Tokens)
             where pairs.Any(pair => EdgeIn(pair.BaseExecution, edge.From, edge.To) is not null)
             from place in Places(model.Spec, spec.Granularity)
             select (edge.From, edge.To, place.Layer, place.Head)).ToArray();
        ImmutableArray<SweepCell> sweep =
        [
            .. cells.SelectMany(cell =>
            {
                var where = new EdgePlace(
                    cell.Layer == 0 ? [] : [cell.Layer], cell.Head == 0 ? [] : [cell.Head], PositionsOf(pairs, cell.From, cell.To));
                return new[] { new SweepCell([new Intervention.CutEdges(where, spec.Rest)]), new SweepCell([new Intervention.PatchEdges(where, spec.Rest)]) };
            }),
        ];
        SweepResult result = Sweep.Run(
            model, RoleSweep.Request(pairs, sweep), new SweepOptions(work.Workers), progress, work.Cancellation);
        var bootstraps = new Bootstraps();
        IEnumerable<EdgeCell> summaries = cells.Select((cell, number) => Summary(result, pairs, cell, number, bootstraps));
        return new EdgeGroup(
            group.Hops,
            group.AnswerLine,
            group.Available,
            group.Tried,
            group.Solved,
            pairs.Length,
            [.. summaries.OrderByDescending(summary => summary.MarginLost.Value)]);
    }

    private static TokenEdges.PerRow PositionsOf(ImmutableArray<ProgramPair> pairs, TokenRole from, TokenRole to) => new(
        [
            .. pairs.Select(pair => EdgeIn(pair.BaseExecution, from, to) is { } edge ? ImmutableArray.Create(edge) : []),
        ]);

    /// <summary>The edge in one program; null where it lacks one of the tokens, or the token that would look stands before the other.</summary>
    private static AttentionEdge? EdgeIn(Execution execution, TokenRole from, TokenRole to)
    {
        (int query, int key) = (to.PositionIn(execution), from.PositionIn(execution));
        return key >= 0 && query > key ? new AttentionEdge(query, key) : null;
    }

    private static EdgeCell Summary(
        SweepResult result,
        ImmutableArray<ProgramPair> pairs,
        (TokenRole From, TokenRole To, int Layer, int Head) cell,
        int number,
        Bootstraps bootstraps)
    {
        int[] rows = [.. Enumerable.Range(0, pairs.Length).Where(row => result.Effect(2 * number, row) != CellEffect.Absent)];
        (int kept, int success) = (0, 0);
        double[] lost = Array.ConvertAll(rows, row =>
        {
            (int answer, int other) = (pairs[row].BaseExecution.Value, pairs[row].SourceExecution.Value);
            ReadOnlySpan<float> cut = result.Logits(2 * number, row);
            kept += LogitMetrics.Top(cut) == answer ? 1 : 0;
            success += LogitMetrics.Top(result.Logits((2 * number) + 1, row)) == other ? 1 : 0;
            return LogitMetrics.Margin(result.Base(row), answer) - LogitMetrics.Margin(cut, answer);
        });
        return new EdgeCell(
            cell.Layer,
            cell.Head,
            cell.From,
            cell.To,
            Proportion.OfCounts(kept, rows.Length),
            bootstraps[rows.Length].Mean(lost),
            Proportion.OfCounts(success, rows.Length));
    }
}
