using System.Collections.Immutable;
using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Recompute;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Sweeps;

/// <summary>
/// What is measured on a few rows before every sweep: whether the fast arithmetic says what whole forward passes say. Each number is the
/// largest difference of a logit, as a share of 1 + the largest logit.
/// </summary>
/// <param name="Rows">Rows that were used.</param>
/// <param name="Tapped">The model with a tap that reads, against the model without; 0 or the sweep stops.</param>
/// <param name="Plain">The sweep's own base and source runs against the model's.</param>
/// <param name="Identity">Every token of one layer's input patched with its own value, against the base run.</param>
/// <param name="FullPatch">Every token of one layer's input patched with the source's, against the source run.</param>
/// <param name="Cells">A few of the request's own cells, against one forward pass each.</param>
public sealed record SelfCheck(int Rows, double Tapped, double Plain, double Identity, double FullPatch, double Cells)
{
    /// <summary>The largest of the other numbers that is let through.</summary>
    public const double Tolerance = 1e-4;

    private const int MostRows = 2;
    private const int MostCells = 4;

    /// <summary>Measures, and throws where a number is too large.</summary>
    /// <exception cref="InvalidOperationException">The message holds the numbers.</exception>
    internal static SelfCheck Run(Transformer model, SweepEngine engine, SweepRequest request)
    {
        SweepRequest own = Few(request);
        int layer = (model.Spec.Layers / 2) + 1;
        SweepCell every = SweepCell.Patch(new Site(SiteKind.ResidualIn, layer), new TokenPositions.Every());
        SweepResult plain = engine.Compute(own, NoOpRule.Skip, null, default);
        SweepResult full = engine.Compute(own with { Cells = [every] }, NoOpRule.Skip, null, default);
        SweepResult same = engine.Compute(own with { Source = own.Base, Cells = [every] }, NoOpRule.Compute, null, default);
        SweepResult naive = NaiveSweep.Compute(model, own, null, default);
        int rows = own.Base.Count;
        var check = new SelfCheck(
            rows,
            TappedDifference(model, own),
            Math.Max(Largest(rows, naive.Base, plain.Base), Largest(rows, naive.Source, plain.Source)),
            Largest(rows, plain.Base, row => same.Logits(0, row)),
            Largest(rows, plain.Source, row => full.Logits(0, row)),
            Enumerable.Range(0, own.Cells.Length).Select(cell => Largest(rows, r => naive.Logits(cell, r), r => plain.Logits(cell, r)))
                .DefaultIfEmpty(0).Max());
        double worst = new[] { check.Plain, check.Identity, check.FullPatch, check.Cells }.Max();
        return check.Tapped == 0 && worst <= Tolerance
            ? check
            : throw new InvalidOperationException(
                $"the sweep's arithmetic disagrees with the model's, so nothing was computed: {check}; {Tolerance} is let through");
    }

    /// <summary>The first rows and some of the cells; where there is no source, each row backwards.</summary>
    private static SweepRequest Few(SweepRequest request)
    {
        int[][] rows = [.. Enumerable.Range(0, Math.Min(MostRows, request.Base.Count)).Select(row => request.Base[row].ToArray())];
        int[][] source = request.Source is null
            ? [.. rows.Select(row => row.Reverse().ToArray())]
            : [.. Enumerable.Range(0, rows.Length).Select(row => request.Source[row].ToArray())];
        int step = Math.Max(1, request.Cells.Length / MostCells);
        ImmutableArray<SweepCell> cells = [.. request.Cells.Where((_, cell) => cell % step == step / 2).Take(MostCells)];
        ReadOut readOut = request.ReadOut with { Positions = request.ReadOut.Positions[..rows.Length] };
        return new SweepRequest(new TokenRows(rows), new TokenRows(source), cells, readOut);
    }

    private static double TappedDifference(Transformer model, SweepRequest request)
    {
        var layout = new SequenceLayout(request.Base.Length);
        ReadOnlySpan<int> tokens = request.Base.Some(0, request.Base.Count); // [B, T]
        var recorder = new ActivationRecorder(
            site => site.Kind is SiteKind.ResidualIn or SiteKind.AttentionOut or SiteKind.MlpOut);
        (Tensor plain, Tensor tapped) = (model.Forward(tokens, layout), model.Forward(tokens, layout, recorder));
        return Largest(1, _ => plain.Values, _ => tapped.Values);
    }

    private static double Largest(int rows, LogitsOf expected, LogitsOf actual)
    {
        double largest = 0;
        for (int row = 0; row < rows; row++)
        {
            (float[] a, float[] b) = (expected(row).ToArray(), actual(row).ToArray());
            double scale = 1 + a.Max(value => float.IsFinite(value) ? Math.Abs(value) : 0);
            for (int i = 0; i < a.Length; i++)
            {
                // Both are NaN where a row does not have a cell.
                double difference = float.IsNaN(a[i]) && float.IsNaN(b[i]) ? 0 : Math.Abs(a[i] - b[i]) / scale;
                largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            }
        }

        return largest;
    }

    private delegate ReadOnlySpan<float> LogitsOf(int row);
}
