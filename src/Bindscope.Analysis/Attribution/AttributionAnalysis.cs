using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Attribution;

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
public static class AttributionAnalysis
{
    private const int Block = 32;

    /// <summary>Ranks the cells, group by group.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or no program fits it.</exception>
    public static AttributionResult Run(Run run, AttributionSpec spec, Work work)
    {
        if (spec.Validated() is { Count: > 0 } problems)
        {
            throw new UserException($"attribution: {string.Join("; ", problems)}", "correct these values");
        }

        using Transformer model = RunCheckpoint.Load(run, spec.Checkpoint);
        var drawer = new PairDrawer(run.HeldBackSplits(work.Cancellation).Test, run.Preset.Task.DigitCount);
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
        var bootstrap = new Bootstrap(group.Pairs.Length);
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
        using DisposeScope scope = NewDisposeScope();
        SiteKind kind = cells[0].Site.Kind;
        Tensor tokens = Rows.Tokens([.. block.Select(pair => pair.Base)], model.Device); // [B, T]
        var layout = new SequenceLayout((int)tokens.size(1));
        using var source = new ActivationRecorder(site => site.Kind == kind);
        using (no_grad())
        {
            model.Residual(Rows.Tokens([.. block.Select(pair => pair.Source)], model.Device), layout, tap: source);
        }

        var tap = new GradientTap(kind);
        try
        {
            Tensor residual = model.Residual(tokens, layout, tap: tap); // [B, T, D]
            Tensor logits = model.Unembed(residual.select(1, residual.size(1) - 1)); // [B, V]
            Tensor rows = arange(block.Length, device: logits.device);
            Tensor after = tensor(block.Select(pair => (long)pair.SourceExecution.Value).ToArray(), device: logits.device); // [B]
            Tensor before = tensor(block.Select(pair => (long)pair.BaseExecution.Value).ToArray(), device: logits.device); // [B]
            Tensor difference = logits.index(rows, after) - logits.index(rows, before); // [B]
            difference.sum().backward();
            for (int layer = 1; layer <= model.Spec.Layers; layer++)
            {
                using DisposeScope one = NewDisposeScope();
                (Tensor value, Tensor zero) = tap[layer];
                AddLayer(layer, block, cells, first, all, zero.grad!, value, source[new Site(kind, layer)]);
            }
        }
        finally
        {
            tap.Free();
        }
    }

    private static void AddLayer(
        int layer,
        ProgramPair[] block,
        IReadOnlyList<PatchCell> cells,
        int first,
        double[][] all,
        Tensor gradient,
        Tensor before,
        Tensor after)
    {
        bool hasHeads = gradient.dim() == 4;
        (int length, int heads, int width) = ((int)gradient.size(1), hasHeads ? (int)gradient.size(2) : 1, (int)gradient.size(-1));
        (float[] g, float[] b, float[] a) = (Rows.Numbers(gradient), Rows.Numbers(before), Rows.Numbers(after)); // [B, T, (H,) D]
        for (int cell = 0; cell < cells.Count; cell++)
        {
            if (cells[cell].Site.Layer != layer)
            {
                continue;
            }

            int head = Math.Max(0, cells[cell].Head - 1);
            for (int row = 0; row < block.Length; row++)
            {
                (int to, int from) = RoleSweep.PositionsOf(block[row], cells[cell].Role);
                int at = ((((row * length) + to) * heads) + head) * width;
                int origin = ((((row * length) + from) * heads) + head) * width;
                for (int i = 0; i < width; i++)
                {
                    all[cell][first + row] += g[at + i] * (double)(a[origin + i] - b[at + i]);
                }
            }
        }
    }
}
