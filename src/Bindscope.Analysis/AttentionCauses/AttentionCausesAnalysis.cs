using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.HeadStatistics;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Runs;

namespace Bindscope.Analysis.AttentionCauses;

/// <summary>Which heads are asked, on which programs; half of them are fitted to.</summary>
public sealed record AttentionCausesSpec(
    [Step] int Checkpoint,
    PairSelection Selection,
    [Field("only heads of this layer; 0 for all", Least = 0, Folder = "layer-{0}")] int Layer = 0,
    [Field("only heads of this number; 0 for all", Least = 0, Folder = "head-{0}")] int Head = 0,
    [Field("edges with less attention than this are left out", Least = 0, Most = 1)] double LeastWeight = 0.2);

/// <summary>Why does a head look where it looks?</summary>
/// <remarks>
/// <para>
/// Question: of each head's strongest edge from a token of the chain to a later one, what makes its score higher than that of the same token of other
/// lines? Keys are split into the means of their line's name, number, depth and of whether its name was bound before, a mean of all, and a rest; scores
/// are linear in keys, so each part has a score of its own, and they add up. The mean of all scores by distance alone, through the rotary embedding.
/// Parts are fitted to half of the programs and judged on the others.
/// </para>
/// <para>
/// What would mislead: shares of variance are over the lines of a program, not over all tokens, so what tells right-hand sides from equals signs has
/// none. What holds two things at once is in the rest. docs/methods/why.md has the rest.
/// </para>
/// </remarks>
public sealed class AttentionCausesAnalysis : IAnalysis<AttentionCausesSpec, AttentionCausesResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "why",
        "Why heads look there",
        "What makes a head look where it looks: the line's name, its number, its depth, a name bound again, its distance, or something else?",
        Scope.Checkpoint,
        AttentionCausesResult.CurrentFormat)
    {
        // Only the base programs are looked at.
        Without = [nameof(PairSelection.OwnPairs)],
    };

    /// <inheritdoc/>
    public static AttentionCausesSpec Default => new(StepForm.Last, new PairSelection(200));

    /// <inheritdoc/>
    public static AttentionCausesSpec Asked(Run run, AttentionCausesSpec spec)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(spec);
        return spec with { Selection = spec.Selection.OrDeepest(run) };
    }

    /// <inheritdoc/>
    public static IEnumerable<AttentionCausesSpec> Sized(Run run, Budget budget) =>
        [Asked(run, new AttentionCausesSpec(budget.Last, budget.Some with { Programs = 2 * budget.Programs }))];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(AttentionCausesResult result) => AttentionCausesViews.Of(result);

    /// <summary>Splits the scores.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, no program fits it, or no edge has as much attention.</exception>
    public static AttentionCausesResult Run(Run run, AttentionCausesSpec spec, Work work)
    {
        Info.Require(spec, Problems(run.Preset.Model, spec));
        Transformer model = run.LoadModel(spec.Checkpoint);
        ImmutableArray<PairGroup> groups = PairDrawer.Of(run, spec.Selection, work.Cancellation)
            .Draw(model, spec.Selection, PairKind.RootDigit, work.Workers, work.Cancellation);
        var found = ImmutableArray.CreateBuilder<EdgeCauses>();
        foreach (var sameShape in groups.SelectMany(group => group.Pairs).GroupBy(pair => (pair.BaseExecution.Hops, pair.Base.Lines.Length)))
        {
            // Groups of answer lines follow each other, and every other program is judged.
            ProgramPair[] pairs = Shuffle.Of(sameShape, new Seed(spec.Selection.Seed).Split("order").Stream().Next);
            HeadResult heads = HeadAnalysis.Of(model, spec.Checkpoint, pairs, pairs.Length, work with { Progress = null });
            foreach (IGrouping<int, Edge> edges in Edges(heads, sameShape.Key.Hops, spec).GroupBy(edge => edge.Layer))
            {
                work.Progress?.Report(new AnalysisProgress(
                    $"{sameShape.Key.Hops} hops, layer {edges.Key}", edges.Key - 1, model.Spec.Layers));
                var record = new LayerRecord(model, edges.Key, pairs, work.Cancellation);
                foreach (Edge edge in edges)
                {
                    work.Cancellation.ThrowIfCancellationRequested();
                    if (Of(model, edge, record, pairs) is { } causes)
                    {
                        found.Add(causes);
                    }
                }
            }
        }

        return found.Count > 0
            ? new AttentionCausesResult(AttentionCausesResult.CurrentFormat, spec.Checkpoint, groups.Sum(group => group.Pairs.Length), found.ToImmutable())
            : throw new UserException(
                "no head puts that much attention on a token of the chain's lines",
                "give a smaller --least-weight, another layer or head, or a later checkpoint");
    }

    /// <summary>Each head's strongest edge to a token of a chain line from a token of another line or of the query.</summary>
    private static IEnumerable<Edge> Edges(HeadResult heads, int hops, AttentionCausesSpec spec) =>
        from head in heads.Heads
        where (spec.Layer == 0 || head.Layer == spec.Layer) && (spec.Head == 0 || head.Head == spec.Head)
        let strongest = head.BetweenRoles
            .Where(one => one.Hops == hops && one.From.Kind is TokenRoleKind.ChainRight or TokenRoleKind.ChainName && one.To.Kind != TokenRoleKind.ChainName
                && (one.To.Kind != TokenRoleKind.ChainRight || one.To.Number > one.From.Number))
            .OrderByDescending(one => one.Weight).FirstOrDefault()
        where strongest is not null && strongest.Weight >= spec.LeastWeight
        select new Edge(hops, head.Layer, head.Head, strongest.From, strongest.To);

    private static EdgeCauses? Of(Transformer model, Edge edge, LayerRecord record, ProgramPair[] pairs)
    {
        EdgeTokens?[] tokens = [.. pairs.Select(pair => EdgeTokens.Of(pair.Base, pair.BaseExecution, edge))];
        var split = new CauseSplit(model, edge, record, tokens, pairs[0].Base.Lines.Length);
        if (split.Judged.Length == 0 || tokens.Where((one, i) => i % 2 == 0 && one is { Keys.Length: > 1 }).Count() < 2)
        {
            return null;
        }

        var bootstrap = Bootstraps.Of(split.Judged.Length);
        KeyMeans means = split.Keys(), residuals = split.Residuals();
        double[][][] parts = [.. split.Judged.Select(program => split.Parts(means, program))];
        var removal = new PartRemoval(model, edge, record, pairs, tokens);
        return new EdgeCauses(
            edge.Hops,
            edge.Layer,
            edge.Head,
            edge.From,
            edge.To,
            bootstrap.Mean(split.Weights(parts, null)),
            split.Gap(bootstrap, parts, null),
            [
                .. Enum.GetValues<AttentionCause>().Select((cause, i) => new CauseShare(
                    cause,
                    CauseSplit.Variance(bootstrap, parts, i),
                    split.Gap(bootstrap, parts, i),
                    i < CauseSplit.Labelled.Length ? Chance(split, bootstrap, i) : null,
                    i < CauseSplit.Labelled.Length ? Removal(split, removal, bootstrap, parts, residuals, i) : null)),
            ],
            split.LargestError(parts));
    }

    private static double Chance(CauseSplit split, Bootstrap bootstrap, int factor)
    {
        KeyMeans shuffled = split.Keys(factor);
        return CauseSplit.Variance(bootstrap, [.. split.Judged.Select(program => split.Parts(shuffled, program))], factor).Value;
    }

    private static CauseRemoval Removal(
        CauseSplit split, PartRemoval removal, Bootstrap bootstrap, double[][][] parts, KeyMeans residuals, int factor)
    {
        double[] predicted = split.Weights(parts, factor), measured = removal.Weights(split.Judged, factor, own => residuals.Part(factor, own));
        double[][]? beside = residuals.Beside(factor, new Seed(1).Split("beside the label").Split(factor));
        return new CauseRemoval(
            bootstrap.Mean(predicted),
            bootstrap.Mean(measured),
            predicted.Zip(measured, (one, other) => Math.Abs(one - other)).Average(),
            beside is null ? null : bootstrap.Mean(removal.Weights(split.Judged, factor, own => beside[own])));
    }

    private static IEnumerable<string> Problems(ModelSpec model, AttentionCausesSpec spec)
    {
        if (spec.Layer > model.Layers)
        {
            yield return $"the model has no layer {spec.Layer}, its last is {model.Layers}";
        }

        if (spec.Head > model.Heads)
        {
            yield return $"the model has no head {spec.Head}, its last is {model.Heads}";
        }
    }
}
