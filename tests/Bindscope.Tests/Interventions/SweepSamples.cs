using System.Collections.Immutable;
using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Tests.Model;
using Bindscope.Tests.Reference;
using CsCheck;

namespace Bindscope.Tests.Interventions;

/// <summary>Random models, rows and grids with every intervention at every kind of site.</summary>
internal static class SweepSamples
{
    private const double Roundings = 10;

    /// <summary>Small odd shapes, and one whose widths fill whole vectors.</summary>
    internal static readonly Gen<(ModelSpec Spec, ulong Seed)> Cases = Gen.Select(
        Gen.Frequency(
            (3, Samples.Specs),
            (1, Gen.Select(Gen.Enum<Biases>(), Gen.Int[1, 3], (biases, layers) => Samples.Spec(layers, 2, 16, 32, 64, 9, biases)))),
        Gen.ULong[0, 1_000_000]);

    /// <summary>Rows that differ from their sources in one to three tokens, and a grid; all drawn from a seed.</summary>
    internal static SweepRequest Request(ModelSpec spec, ulong seed)
    {
        var random = new Random((int)seed);
        (int rows, int length) = (random.Next(1, 4), random.Next(4, 20));
        int[][] plain = [.. Enumerable.Range(0, rows).Select(_ => Row(random, length, spec))];
        int[][] source = [.. plain.Select(row => Changed(random, row, spec))];
        ImmutableArray<int> readOut = [.. plain.Select(_ => random.Next(3) == 0 ? random.Next(1, length) : length - 1)];
        ImmutableArray<int> columns = [.. Enumerable.Range(0, Math.Min(5, spec.Vocabulary))];
        var draw = new InterventionDraw(spec, random, rows, length);
        return new SweepRequest(
            new TokenRows(plain), new TokenRows(source), [.. Cells(spec, draw)], new ReadOut(readOut, columns));
    }

    internal static SweepResult Fast(Transformer model, SweepRequest request, SweepOptions? options = null) =>
        Sweep.Run(model, request, options, null, TestContext.Current.CancellationToken);

    internal static SweepResult Naive(Transformer model, SweepRequest request) =>
        NaiveSweep.Run(model, request, null, TestContext.Current.CancellationToken);

    /// <summary>
    /// Fails unless two sweeps agree on every effect, and on every logit within a share of the largest. Where rounding grows on its way through
    /// the model (as after a projection that leaves next to nothing for LayerNorm to scale up), each may be off by ten times what single precision
    /// does to the same cell in double precision.
    /// </summary>
    internal static void Agree(
        ReferenceInterventions reference, SweepResult expected, SweepResult actual, SweepRequest request, double tolerance)
    {
        for (int cell = 0; cell < expected.Cells; cell++)
        {
            for (int row = 0; row < expected.Rows; row++)
            {
                double difference = Difference(expected.Logits(cell, row), actual.Logits(cell, row));
                if (expected.Effect(cell, row) != actual.Effect(cell, row))
                {
                    // Two tokens may have the same value to the bit in one arithmetic and not in the other; then nothing comes of it.
                    difference = Math.Max(difference, Difference(expected.Base(row), expected.Logits(cell, row)));
                }

                if (difference > tolerance)
                {
                    double rounding = reference.Rounding(request, cell, row);
                    Assert.True(
                        difference <= 2 * Roundings * rounding,
                        $"row {row} of {InterventionJson.Write(request.Cells[cell].Interventions)}: {expected.Effect(cell, row)} "
                        + $"{string.Join(' ', expected.Logits(cell, row).ToArray())} and {actual.Effect(cell, row)} "
                        + $"{string.Join(' ', actual.Logits(cell, row).ToArray())} differ by {difference:g3} of the largest; rounding: {rounding:g3}");
                }
            }
        }
    }

    /// <summary>Fails unless every sweep gives every cell's logits in double precision, within the same bounds.</summary>
    internal static void Agree(ReferenceInterventions reference, SweepResult[] sweeps, SweepRequest request, double tolerance)
    {
        for (int cell = 0; cell < request.Cells.Length; cell++)
        {
            for (int row = 0; row < request.Base.Count; row++)
            {
                double[] exact = [];
                foreach (SweepResult actual in sweeps.Where(sweep => sweep.Effect(cell, row) != CellEffect.Absent))
                {
                    exact = exact.Length > 0 ? exact : reference.Logits(request, cell, row);
                    double difference = Difference([.. exact.Select(value => (float)value)], actual.Logits(cell, row));
                    if (difference > tolerance)
                    {
                        double rounding = reference.Rounding(request, cell, row);
                        Assert.True(
                            difference <= Roundings * rounding,
                            $"row {row} of {InterventionJson.Write(request.Cells[cell].Interventions)}: "
                            + $"{string.Join(' ', actual.Logits(cell, row).ToArray())} is off {string.Join(' ', exact)} "
                            + $"by {difference:g3} of the largest; rounding: {rounding:g3}");
                    }
                }
            }
        }
    }

    internal static void Agree(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string where, double tolerance)
    {
        double difference = Difference(expected, actual);
        Assert.True(
            difference <= tolerance,
            $"{where}: {string.Join(' ', expected.ToArray())} and {string.Join(' ', actual.ToArray())} differ by {difference:g3} of the largest");
    }

    /// <summary>The largest difference as a share of 1 + the largest logit; infinite where only one is NaN.</summary>
    internal static double Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        (double scale, double largest) = (1, 0);
        for (int i = 0; i < expected.Length; i++)
        {
            scale = float.IsNaN(expected[i]) ? scale : Math.Max(scale, 1 + Math.Abs(expected[i]));
            double difference = float.IsNaN(expected[i]) && float.IsNaN(actual[i]) ? 0 : Math.Abs((double)expected[i] - actual[i]);
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
        }

        return largest / scale;
    }

    private static IEnumerable<SweepCell> Cells(ModelSpec spec, InterventionDraw draw)
    {
        foreach (SiteKind kind in SiteKinds.All)
        {
            yield return new SweepCell([draw.Patch(kind)]);
            foreach (Intervention one in draw.Others(kind))
            {
                yield return new SweepCell([one]);
            }
        }

        foreach (RestOfPattern rest in Enum.GetValues<RestOfPattern>())
        {
            yield return new SweepCell([new Intervention.CutEdges(draw.Edges(), rest)]);
            yield return new SweepCell([new Intervention.PatchEdges(draw.Edges(), rest)]);
        }

        for (int i = 0; i < 6; i++)
        {
            SiteKind[] kinds = [draw.Kind(), draw.Kind(), SiteKind.AttentionHead];
            yield return new SweepCell([.. kinds.Select(draw.Patch), .. kinds.SelectMany(draw.Others).Where((_, index) => index % 4 == i % 4)]);
        }

        yield return SweepCell.Patch(new Site(SiteKind.ResidualIn, spec.Layers), new TokenPositions.Every());
    }

    private static int[] Row(Random random, int length, ModelSpec spec) =>
        [.. Enumerable.Range(0, length).Select(_ => random.Next(spec.Vocabulary))];

    private static int[] Changed(Random random, int[] row, ModelSpec spec)
    {
        int[] changed = [.. row];
        int first = random.Next(row.Length);
        changed[first] = (changed[first] + 1) % spec.Vocabulary;
        for (int i = random.Next(3); i > 0; i--)
        {
            changed[random.Next(first, row.Length)] = random.Next(spec.Vocabulary);
        }

        changed[first] = (row[first] + 1) % spec.Vocabulary;
        return changed;
    }
}
