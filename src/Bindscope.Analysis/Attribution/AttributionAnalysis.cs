using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Runs;

namespace Bindscope.Analysis.Attribution;

/// <summary>Attribution patching: a fast ranking of the cells of a patching sweep.</summary>
public sealed record AttributionSpec(
    [Step] int Checkpoint,
    [Field("what would be patched: residual, heads or mlp", Folder = "{0}")] PatchTarget Target,
    PairSelection Selection,
    [Field("cells of each group with the largest attributions that are patched exactly", Least = 1)] int Exact = 10,
    [Field("others, drawn at random, that are patched exactly", Least = 0)] int Sampled = 20);

/// <summary>Ranks the cells of a sweep by a first-order estimate, and says how far to trust it.</summary>
/// <remarks>
/// <para>
/// Question: which cells are worth patching? The effect of a patch is estimated by (source's vector - base's vector) . gradient of
/// logit(source's answer) - logit(base's answer) in the base run: two forward passes and a backward one for all cells together. After N.
/// Nanda,
/// "Attribution patching" (2023), and A. Syed, C. Rager, A. Conmy (2023).
/// </para>
/// <para>
/// What would mislead: the estimate is linear, the model is not. A patch that turns a saturated softmax has an effect where the gradient is
/// near zero. So the exact effect of the highest-ranked cells stands beside it, of a random sample of the rest too, and the rank
/// correlation.
/// </para>
/// </remarks>
public sealed class AttributionAnalysis : IAnalysis<AttributionSpec, AttributionResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "attribution",
        "Attribution",
        "Which cells does a gradient rank first, and does the exact effect of these and of a sample agree?",
        Scope.Checkpoint,
        AttributionResult.CurrentFormat)
    { Alias = "patch attribution" };

    /// <inheritdoc/>
    public static AttributionSpec Default => new(StepForm.Last, PatchTarget.Heads, new PairSelection(100));

    /// <inheritdoc/>
    public static IEnumerable<AttributionSpec> Sized(Run run, Budget budget) => [new(budget.Last, PatchTarget.Heads, budget.Few)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(AttributionResult result) => AttributionViews.Of(result);

    private const int Block = 32;

    /// <summary>Ranks the cells, group by group.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or no program fits it.</exception>
    public static AttributionResult Run(Run run, AttributionSpec spec, Work work)
    {
        Info.Require(spec);

        Transformer model = run.LoadModel(spec.Checkpoint);
        var drawer = PairDrawer.Of(run, spec.Selection, work.Cancellation);
        ImmutableArray<PairGroup> groups = drawer.Draw(model, spec.Selection, PairKind.RootDigit, work.Workers, work.Cancellation);
        var finished = ImmutableArray.CreateBuilder<AttributionGroup>();
        foreach (PairGroup group in groups)
        {
            work.Progress?.Report(new AnalysisProgress("groups", finished.Count, groups.Length));
            finished.Add(Of(model, group, spec, work));
        }

        return new AttributionResult(AttributionResult.CurrentFormat, spec.Checkpoint, spec.Target, finished.ToImmutable());
    }

    /// <summary>The attribution of every cell in every program, [cells][programs]; all of them have all cells.</summary>
    internal static double[][] Attributions(
        Transformer model, IReadOnlyList<ProgramPair> pairs, IReadOnlyList<PatchCell> cells, CancellationToken cancellation)
    {
        double[][] all = [.. cells.Select(_ => new double[pairs.Count])];
        for (int first = 0; first < pairs.Count; first += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            AddBlock(model, [.. pairs.Skip(first).Take(Block)], cells, first, all);
        }

        return all;
    }

    private static AttributionGroup Of(Transformer model, PairGroup group, AttributionSpec spec, Work work)
    {
        ImmutableArray<PatchCell> cells = PatchAnalysis.Cells(model.Spec, spec.Target, group.Hops);
        var bootstrap = Bootstraps.Of(group.Pairs.Length);
        double[][] all = Attributions(model, group.Pairs, cells, work.Cancellation);
        Estimate[] estimates = [.. all.Select(values => bootstrap.Mean(values))];
        double[] attributions = [.. estimates.Select(estimate => estimate.Value)];
        int[] ranked = [.. Enumerable.Range(0, cells.Length).OrderByDescending(i => Math.Abs(attributions[i]))];
        int[] top = [.. ranked.Take(spec.Exact)];
        // Where nothing differs, or nothing reaches the answer, both numbers are 0: such cells would agree for nothing.
        int[] inert = [.. Enumerable.Range(0, cells.Length).Where(i => all[i].All(value => value == 0))];
        int[] drawn = Draw([.. ranked[top.Length..].Except(inert)], spec.Sampled, new Seed(spec.Selection.Seed).Split("attribution").Stream());
        int[] patched = [.. top, .. drawn];
        PatchCell[] places = [.. patched.Select(i => cells[i])];
        SweepResult result = RoleSweep.Run(model, group.Pairs, places, new SweepOptions(work.Workers), null, work.Cancellation);
        // Every program of a group has all of the chain's tokens, so there is one effect for each place.
        Estimate[] exact = [.. EffectCells.Of(result, group.Pairs, places, Measure.Effect).Select(cell => cell.Effect)];

        double Correlation(Range range) =>
            RankCorrelation.Of([.. patched[range].Select(i => attributions[i])], [.. exact[range].Select(effect => effect.Value)]);
        Estimate? Exact(int cell) => Array.IndexOf(patched, cell) is >= 0 and int number ? exact[number] : null;
        return new AttributionGroup(
            group.Hops,
            group.AnswerLine,
            group.Tried,
            group.Solved,
            group.Pairs.Length,
            [
                .. ranked.Select(i => new AttributionCell(
                    cells[i].Site.Layer,
                    cells[i].Head,
                    cells[i].Role,
                    attributions[i],
                    Exact(i)?.Value,
                    drawn.Contains(i),
                    estimates[i],
                    Exact(i))),
            ],
            Correlation(..),
            drawn.Length >= 3 ? Correlation(top.Length..) : null,
            inert.Length);
    }

    private static int[] Draw(int[] rest, int count, RandomStream random)
    {
        var left = rest.ToList();
        var drawn = new List<int>();
        while (drawn.Count < count && left.Count > 0)
        {
            int index = random.Next(left.Count);
            drawn.Add(left[index]);
            left.RemoveAt(index);
        }

        return [.. drawn];
    }

    private static void AddBlock(
        Transformer model, ProgramPair[] block, IReadOnlyList<PatchCell> cells, int first, double[][] all)
    {
        SiteKind kind = cells[0].Site.Kind;
        ActivationRecorder Recorder() => new(site => site.Kind == kind);
        (ActivationRecorder source, ActivationRecorder plain, ActivationRecorder gradients) = (Recorder(), Recorder(), Recorder());
        var other = Prompts.Of([.. block.Select(pair => pair.Source)]);
        model.Residual(other.Tokens, other.Layout, source);
        var prompts = Prompts.Of([.. block.Select(pair => pair.Base)]);
        int length = prompts.Layout.Length;
        using Trace trace = model.Trace(prompts.Tokens, prompts.Layout, plain);
        var difference = new Tensor(block.Length, model.Spec.Vocabulary); // of the logits, and so its gradient: [B, V]
        for (int row = 0; row < block.Length; row++)
        {
            difference.Row(row)[block[row].SourceExecution.Value]++;
            difference.Row(row)[block[row].BaseExecution.Value]--;
        }

        trace.Backward([.. block.Select((_, row) => (row * length) + length - 1)], difference, gradients);
        for (int cell = 0; cell < cells.Count; cell++)
        {
            Site site = cells[cell].Site;
            (Tensor gradient, Tensor before, Tensor after) = (gradients[site], plain[site], source[site]); // [B, T, (H,) D]
            int heads = gradient.Rank == 4 ? gradient.Size(2) : 1;
            int head = Math.Max(0, cells[cell].Head - 1);
            for (int row = 0; row < block.Length; row++)
            {
                (int to, int from) = RoleSweep.PositionsOf(block[row], cells[cell].Role);
                int at = (((row * length) + to) * heads) + head;
                int origin = (((row * length) + from) * heads) + head;
                all[cell][first + row] = Along(gradient.Row(at), before.Row(at), after.Row(origin));
            }
        }
    }

    /// <summary>gradient . (after - before).</summary>
    private static double Along(ReadOnlySpan<float> gradient, ReadOnlySpan<float> before, ReadOnlySpan<float> after)
    {
        double sum = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            sum += gradient[i] * (double)(after[i] - before[i]);
        }

        return sum;
    }
}
