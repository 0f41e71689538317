using Bindscope.Interventions;
using Bindscope.Interventions.Recompute;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Tests.Model;
using Bindscope.Tests.Reference;
using CsCheck;

namespace Bindscope.Tests.Interventions;

public sealed class SweepTests
{
    private const double Rounding = 1e-5;

    /// <summary>New draws in every run; a failure names its seed, and CsCheck_Seed=... draws it again.</summary>
    [Fact]
    public void TheFastSweepIsTheNaiveOneAndBothAreTheReference() => SweepSamples.Cases.Sample(
        sample =>
        {
            Transformer model = Samples.Model(sample.Spec, sample.Seed);
            SweepRequest request = SweepSamples.Request(sample.Spec, sample.Seed);
            var reference = new ReferenceInterventions(sample.Spec, Samples.Reference(model));
            SweepResult naive = SweepSamples.Naive(model, request);
            SweepResult fast = SweepSamples.Fast(model, request);
            SweepSamples.Agree(reference, naive, fast, request, Rounding);
            SweepSamples.Agree(reference, [naive, fast], request, Rounding);
            for (int row = 0; row < naive.Rows; row++)
            {
                SweepSamples.Agree(naive.Base(row), fast.Base(row), "base", Rounding);
                SweepSamples.Agree(naive.Source(row), fast.Source(row), "source", Rounding);
            }
        },
        iter: 25,
        threads: 1);

    /// <summary>Where all heads are taken out of an empty residual stream, LayerNorm would make 300 times as much of what they leave behind.</summary>
    [Fact]
    public void HeadsThatAreTakenOutLeaveNothingBehind()
    {
        ModelSpec spec = Samples.Spec(layers: 1, heads: 3, headWidth: 6, width: 7, biases: Biases.LayerNorm);
        Transformer model = Samples.Model(spec, 4);
        var every = new TokenPositions.Every();
        SweepRequest request = Patches(spec, rows: 3, length: 9, SiteKind.ResidualIn) with
        {
            Cells =
            [
                new SweepCell(
                [
                    new Intervention.Zero(new Place(SiteKind.ResidualIn, [], every)),
                    new Intervention.Patch(new Place(SiteKind.AttentionHead, [], every)),
                    new Intervention.Zero(new Place(SiteKind.AttentionHead, [], every)),
                ]),
            ],
        };
        SweepResult result = SweepSamples.Fast(model, request);
        var reference = new ReferenceInterventions(spec, Samples.Reference(model));
        for (int row = 0; row < result.Rows; row++)
        {
            SweepSamples.Agree([.. reference.Logits(request, 0, row).Select(value => (float)value)], result.Logits(0, row), "heads", 1e-6);
        }
    }

    [Fact]
    public void SkippingWhatCannotMatterChangesNothing() => SweepSamples.Cases.Sample(
        sample =>
        {
            Transformer model = Samples.Model(sample.Spec, sample.Seed);
            SweepRequest request = SweepSamples.Request(sample.Spec, sample.Seed);
            SweepResult computed = SweepSamples.Fast(model, request, new SweepOptions(NoOps: NoOpRule.Compute));
            SweepResult skipped = SweepSamples.Fast(model, request);
            var reference = new ReferenceInterventions(sample.Spec, Samples.Reference(model));
            SweepSamples.Agree(reference, computed, skipped, request, Rounding);
            Assert.True(skipped.Cost.Computed <= computed.Cost.Computed);
            Assert.True(skipped.Cost.TokenLayers < computed.Cost.TokenLayers);
            foreach ((int cell, int row) in Pairs(skipped))
            {
                if (skipped.Effect(cell, row) is CellEffect.Unchanged or CellEffect.Unreachable)
                {
                    Assert.Equal(skipped.Base(row), skipped.Logits(cell, row));
                }
            }
        },
        iter: 8,
        threads: 1);

    [Fact]
    public void OneRowAtATimeGivesTheSameBits() => SweepSamples.Cases.Sample(
        sample =>
        {
            Transformer model = Samples.Model(sample.Spec, sample.Seed);
            SweepRequest all = SweepSamples.Request(sample.Spec, sample.Seed);
            SweepResult together = SweepSamples.Fast(model, all);
            for (int row = 0; row < all.Base.Count; row++)
            {
                SweepRequest one = OnlyRow(all, row);
                SweepResult alone = SweepSamples.Fast(model, one);
                for (int cell = 0; cell < all.Cells.Length; cell++)
                {
                    Assert.Equal(together.Effect(cell, row), alone.Effect(cell, 0));
                    Assert.Equal(together.Logits(cell, row), alone.Logits(cell, 0));
                }
            }
        },
        iter: 6,
        threads: 1);

    [Fact]
    public void WorkersAndMemoryChangeNoBit()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 5);
        SweepRequest request = Patches(spec, rows: 5, length: 12, SiteKind.ResidualIn);
        SweepResult expected = SweepSamples.Fast(model, request);
        foreach (SweepOptions options in new[] { new SweepOptions(Workers: 3), new SweepOptions(MemoryBytes: 1) })
        {
            SweepResult actual = SweepSamples.Fast(model, request, options);
            foreach ((int cell, int row) in Pairs(expected))
            {
                Assert.Equal(expected.Logits(cell, row), actual.Logits(cell, row));
            }
        }
    }

    [Fact]
    public void PatchingEveryPositionOfALayersInputGivesTheSource()
    {
        ModelSpec spec = Samples.Spec(layers: 3);
        Transformer model = Samples.Model(spec, 6);
        SweepRequest request = Patches(spec, rows: 3, length: 11, SiteKind.ResidualIn) with
        {
            Cells = [.. Enumerable.Range(1, 3).Select(layer => SweepCell.Patch(new Site(SiteKind.ResidualIn, layer), new TokenPositions.Every()))],
        };
        SweepResult result = SweepSamples.Fast(model, request);
        foreach ((int cell, int row) in Pairs(result))
        {
            SweepSamples.Agree(result.Source(row), result.Logits(cell, row), $"layer {cell + 1}", Rounding);
        }
    }

    [Fact]
    public void WhatCannotReachTheReadOutIsNamedSo()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 7);
        SweepRequest request = Patches(spec, rows: 1, length: 10, SiteKind.ResidualOut);
        SweepResult result = SweepSamples.Fast(model, request);
        // Token 3 differs: before it nothing changes; in the last layer only the read-out's own output counts.
        CellEffect[] firstLayer = [.. Enumerable.Range(0, 10).Select(cell => result.Effect(cell, 0))];
        CellEffect[] lastLayer = [.. Enumerable.Range(10, 10).Select(cell => result.Effect(cell, 0))];
        Assert.Equal([.. Enumerable.Repeat(CellEffect.Unchanged, 3), .. Enumerable.Repeat(CellEffect.Changed, 7)], firstLayer);
        Assert.Equal(
            [.. Enumerable.Repeat(CellEffect.Unchanged, 3), .. Enumerable.Repeat(CellEffect.Unreachable, 6), CellEffect.Changed], lastLayer);
    }

    [Fact]
    public void ARowWithoutTheCellIsAbsent()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 8);
        SweepRequest request = Patches(spec, rows: 2, length: 9, SiteKind.ResidualIn) with
        {
            Cells = [SweepCell.Patch(new Site(SiteKind.ResidualIn, 1), TokenPositions.At([3, -1]))],
        };
        SweepResult result = SweepSamples.Fast(model, request);
        Assert.Equal(CellEffect.Changed, result.Effect(0, 0));
        Assert.Equal(CellEffect.Absent, result.Effect(0, 1));
        Assert.True(result.Logits(0, 1).ToArray().All(float.IsNaN));
    }

    [Fact]
    public void ProgressEndsAtTheTotal()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 9);
        SweepRequest request = Patches(spec, rows: 4, length: 12, SiteKind.AttentionHead);
        var seen = new Seen();
        Sweep.Run(model, request, null, seen, TestContext.Current.CancellationToken);
        Assert.Equal(new SweepProgress(request.Cells.Length * 4, request.Cells.Length * 4), seen.Last);
    }

    [Fact]
    public void CancellingStops()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 10);
        using var source = new CancellationTokenSource();
        SweepRequest request = Patches(spec, rows: 3, length: 12, SiteKind.ResidualIn);
        var stopper = new Seen(source.Cancel);
        var options = new SweepOptions(MemoryBytes: 1);
        Assert.ThrowsAny<OperationCanceledException>(() => Sweep.Run(model, request, options, stopper, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => NaiveSweep.Run(model, request, stopper, source.Token));
    }

    [Fact]
    public void AMismatchStopsTheSweepWithItsNumbers()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 11);
        Transformer other = Samples.Model(spec, 12);
        SweepRequest request = Patches(spec, rows: 2, length: 8, SiteKind.ResidualIn);
        var engine = new SweepEngine(model, request, new SweepOptions());
        SelfCheck check = SelfCheck.Run(model, engine, request);
        Assert.Equal(0, check.Tapped);
        Assert.InRange(new[] { check.Plain, check.Identity, check.FullPatch, check.Cells }.Max(), 0, Rounding);
        var error = Assert.Throws<InvalidOperationException>(() => SelfCheck.Run(other, engine, request));
        Assert.Contains(nameof(SelfCheck.Plain), error.Message, StringComparison.Ordinal);
    }

    /// <summary>A patch of every layer and position; token 3 of each row differs.</summary>
    private static SweepRequest Patches(ModelSpec spec, int rows, int length, SiteKind kind)
    {
        int[][] plain = [.. Enumerable.Range(0, rows).Select(row => Samples.Tokens(spec, length, (ulong)row + 40))];
        int[][] source = [.. plain.Select(row => row.Select((token, i) => i == 3 ? (token + 1) % spec.Vocabulary : token).ToArray())];
        IEnumerable<SweepCell> cells =
            from layer in Enumerable.Range(1, spec.Layers)
            from position in Enumerable.Range(0, length)
            select SweepCell.Patch(new Site(kind, layer), TokenPositions.At(position));
        return new SweepRequest(new TokenRows(plain), new TokenRows(source), [.. cells], ReadOut.At(length - 1, rows, spec.Vocabulary));
    }

    private static IEnumerable<(int Cell, int Row)> Pairs(SweepResult result) =>
        from cell in Enumerable.Range(0, result.Cells) from row in Enumerable.Range(0, result.Rows) select (cell, row);

    private static SweepRequest OnlyRow(SweepRequest request, int row) => new(
        new TokenRows([request.Base[row].ToArray()]),
        new TokenRows([request.Source![row].ToArray()]),
        [.. request.Cells.Select(cell => new SweepCell([.. cell.Interventions.Select(one => SingleRow.Of(one, row))]))],
        request.ReadOut with { Positions = [request.ReadOut.Positions[row]] });

    private sealed class Seen(Action? then = null) : IProgress<SweepProgress>
    {
        internal SweepProgress Last { get; private set; }

        public void Report(SweepProgress value)
        {
            Last = value;
            then?.Invoke();
        }
    }
}
