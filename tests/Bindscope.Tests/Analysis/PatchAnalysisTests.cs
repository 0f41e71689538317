using System.Collections.Immutable;
using System.Text.Json;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Controls;
using Bindscope.Analysis.Patching.Edges;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Tests.Analysis;

public sealed class PatchAnalysisTests
{
    private static readonly PairSelection Selection = new(Programs: 5, Solved: SolvedRule.All);

    [Theory]
    [InlineData(PatchTarget.Residual, 0)]
    [InlineData(PatchTarget.Heads, 2)]
    [InlineData(PatchTarget.Mlp, 0)]
    public void EveryLayerHeadAndTokenIsACell(PatchTarget target, int heads)
    {
        using var run = new TinyRun(7);
        PatchResult result = PatchAnalysis.Run(run.Run, new PatchSpec(7, target, Selection, ControlPrograms: 3), new Work());

        Assert.Equal(heads, result.Heads);
        foreach (GroupEffects group in result.Groups)
        {
            Assert.Equal(2 * Math.Max(1, heads) * (group.Hops + 2), group.Cells.Length);
            Assert.All(group.Cells, cell => Assert.Equal(group.Programs, cell.Success.Programs));
            Assert.All(group.Cells, cell => Assert.InRange(cell.Success.Value, cell.Success.Low, cell.Success.High));
            Assert.All(group.Cells, cell => Assert.InRange(cell.Effect.Value, cell.Effect.Low - 1e-9, cell.Effect.High + 1e-9));
            Assert.All(group.Cells, cell => Assert.Equal(cell.LogitDifference.Value, cell.Logits!.New.Value - cell.Logits.Original.Value, 1e-5));
            Assert.All(group.Cells, cell => Assert.InRange(cell.Logits!.Probability.Value, cell.Success.Value / 10, 1));
            Assert.All(group.Cells, cell => Assert.Equal(cell.Effect is { Low: 0, High: 0 }, cell.Logits!.Divergence.Value == 0));
            Assert.InRange(group.Controls.NoOpLargestChange!.Value, 0, 1e-4);
            Assert.Equal(group.Cells.Length, group.Controls.Swapped.Length);
            Assert.Equal(group.Cells.Length, group.Controls.Random.Length);
        }

        Assert.Equal(target == PatchTarget.Residual ? 0 : 2 * Math.Max(1, heads), result.Ranking.Length);
        string json = AnalysisFolder.ToJson(result);
        var folder = new AnalysisFolder(run.Run, "again");
        folder.Write(new PatchSpec(7, target, Selection), result);
        Assert.Equal(json, AnalysisFolder.ToJson(folder.Read<PatchResult>()));
    }

    [Fact]
    public void PatchingTheOnlyDifferentTokenAtTheFirstLayerGivesTheSourcesEffect()
    {
        using var run = new TinyRun(7);
        PatchResult result = PatchAnalysis.Run(run.Run, new PatchSpec(7, PatchTarget.Residual, Selection, 1), new Work());

        foreach (GroupEffects group in result.Groups)
        {
            // Before the first layer the root's token is all that differs; the other tokens of the way are the same in both programs.
            EffectCell root = group.Cells.Single(cell => cell.Layer == 1 && cell.Role == TokenRole.Right(1));
            Assert.NotEqual(0, root.Effect.Value);
            Assert.All(group.Cells.Where(cell => cell.Layer == 1 && cell.Role != TokenRole.Right(1)), cell => Assert.Equal(0, cell.Effect.Value));
        }
    }

    [Theory]
    [InlineData(SiteKind.AttentionQ)]
    [InlineData(SiteKind.AttentionK)]
    [InlineData(SiteKind.AttentionV)]
    [InlineData(SiteKind.AttentionPattern)]
    [InlineData(SiteKind.AttentionZ)]
    public void AnySiteOfAHeadIsPatchedAsOneForwardPassWould(SiteKind site)
    {
        using var run = new TinyRun(7);
        PatchResult result = PatchAnalysis.Run(
            run.Run, new PatchSpec(7, PatchTarget.Heads, Selection with { Hops = [2] }, 3, Site: site), new Work());
        Transformer model = run.Run.LoadModel(7);
        ImmutableArray<PairGroup> groups = PairDrawer.Of(run.Run, Selection, TestContext.Current.CancellationToken)
            .Draw(model, Selection with { Hops = [2] }, PairKind.RootDigit, 1, TestContext.Current.CancellationToken);

        foreach ((GroupEffects found, PairGroup drawn) in result.Groups.Zip(groups))
        {
            ImmutableArray<PatchCell> cells = [.. found.Cells.Select(cell => new PatchCell(new Site(site, cell.Layer), cell.Head, cell.Role))];
            SweepRequest request = RoleSweep.Request(drawn.Pairs, [.. cells.Select(cell => RoleSweep.Cell(drawn.Pairs, cell))]);
            SweepResult naive = NaiveSweep.Run(model, request, null, TestContext.Current.CancellationToken);
            ImmutableArray<EffectCell> expected = EffectCells.Of(naive, drawn.Pairs, cells, Measure.Logits);
            Assert.Equal(expected.Length, found.Cells.Length);
            Assert.All(expected.Zip(found.Cells), pair => Assert.Equal(pair.First.Effect.Value, pair.Second.Effect.Value, 1e-4));
            Assert.All(expected.Zip(found.Cells), pair => Assert.Equal(pair.First.Success.Value, pair.Second.Success.Value));
            Assert.Contains(found.Cells, cell => cell.Effect.Value != 0);
            Assert.InRange(found.Controls.NoOpLargestChange!.Value, 0, 1e-4);
            Assert.Contains(found.Controls.Random, cell => cell.Effect.Value != 0);
        }

        // A head writes its mixed value through a matrix of its own, so that the two sites are one.
        if (site == SiteKind.AttentionZ)
        {
            PatchResult written = PatchAnalysis.Run(run.Run, new PatchSpec(7, PatchTarget.Heads, Selection with { Hops = [2] }, 3), new Work());
            Assert.All(
                written.Groups.SelectMany(group => group.Cells).Zip(result.Groups.SelectMany(group => group.Cells)),
                pair => Assert.Equal(pair.First.Effect.Value, pair.Second.Effect.Value, 1e-4));
        }
    }

    [Fact]
    public void OnlyHeadsHaveASite()
    {
        using var run = new TinyRun(7);
        var wrong = new PatchSpec(7, PatchTarget.Mlp, Selection, Site: SiteKind.AttentionQ);
        Assert.Contains("heads alone", Assert.Throws<UserException>(() => PatchAnalysis.Run(run.Run, wrong, new Work())).Message, StringComparison.Ordinal);
        Assert.Equal("patch-heads-000007-pattern", PatchHeads.Info.FolderName(wrong with { Target = PatchTarget.Heads, Site = SiteKind.AttentionPattern }));
        Assert.Equal("patch-heads-000007", PatchHeads.Info.FolderName(wrong with { Target = PatchTarget.Heads, Site = null }));
    }

    [Fact]
    public void SpansAddTheTokensAfterEachRightHandSide()
    {
        using var run = new TinyRun(7);
        var spec = new PatchSpec(7, PatchTarget.Residual, Selection with { Hops = [2] }, 1, TokenChoice.Spans);
        PatchResult result = PatchAnalysis.Run(run.Run, spec, new Work());

        foreach (GroupEffects group in result.Groups)
        {
            // Where the query reads the last line, nothing after its newline belongs to the chain.
            Assert.All(group.Cells, cell => Assert.True(cell.Success.Programs == group.Programs || cell.Role is { Number: 2, Offset: > 1 }));
            Assert.Contains(group.Cells, cell => cell.Role == new TokenRole(TokenRoleKind.ChainRight, 1, 3));
            int joint = TokenRole.Joint(2).Length;
            Assert.InRange(group.Cells.Length, 2 * (8 + 2 - 2 + joint), 2 * (8 + 2 + joint));
        }
    }

    /// <summary>Entering layer 1 the root's digit alone differs, whatever is patched with it; groups that lack one of the tokens have no such place.</summary>
    [Fact]
    public void TokensOfOnesOwnChoiceArePatchedTogether()
    {
        using var run = new TinyRun(7);
        TokenRole all = TokenRole.Parse("span:1+span:2+rhs:1+name:2+end");
        PatchSpec spec = new(7, PatchTarget.Residual, Selection with { Hops = [1, 2] }, 1, Together: all);
        PatchResult result = PatchAnalysis.Run(run.Run, spec, new Work());

        Assert.DoesNotContain(result.Groups.Where(group => group.Hops == 1).SelectMany(group => group.Cells), cell => cell.Role == all);
        EffectCell[] together = [.. result.Groups.Where(group => group.Hops == 2).SelectMany(group => group.Cells).Where(cell => cell.Role == all)];
        Assert.Equal([1, 2], together.Select(cell => cell.Layer).Distinct().Order());
        EffectCell[] root = [.. result.Groups.Where(group => group.Hops == 2).SelectMany(group => group.Cells).Where(cell => cell.Role == TokenRole.Right(1))];
        Assert.All(
            root.Where(cell => cell.Layer == 1).Zip(together.Where(cell => cell.Layer == 1)),
            pair => Assert.Equal(pair.First.Effect.Value, pair.Second.Effect.Value, 1e-4));

        var heads = spec with { Target = PatchTarget.Heads };
        Assert.Contains("residual stream", Assert.Throws<UserException>(() => PatchAnalysis.Run(run.Run, heads, new Work())).Message, StringComparison.Ordinal);
        PatchSpec read = JsonSerializer.Deserialize<PatchSpec>(AnalysisFolder.ToJson(spec), AnalysisFolder.Options)!;
        Assert.Equal(all, read.Together);
        Assert.DoesNotContain("together", AnalysisFolder.ToJson(spec with { Together = null }), StringComparison.Ordinal);
    }

    [Fact]
    public void ASweepThatWasStoppedGoesOnWhereItWas()
    {
        using var run = new TinyRun(7);
        var spec = new PatchSpec(7, PatchTarget.Residual, Selection, ControlPrograms: 2);
        using var stop = new CancellationTokenSource();
        var work = new Work(1, new StopAfter(stop, "2-hops-answer-1"), stop.Token);
        Assert.Throws<OperationCanceledException>(() => PatchAnalysis.Run(run.Run, spec, work));
        string parts = Path.Combine(run.Run.Directory, "analyses", PatchAnalysis.InfoOf(spec.Target).FolderName(spec), "parts");
        int finished = Directory.GetFiles(parts).Length;
        Assert.True(finished >= 3);

        DateTime[] written = [.. Directory.GetFiles(parts).Order().Select(File.GetLastWriteTimeUtc)];
        PatchResult resumed = PatchAnalysis.Run(run.Run, spec, new Work());

        Assert.Equal(written, Directory.GetFiles(parts).Order().Select(File.GetLastWriteTimeUtc).Take(finished));
        using var other = new TinyRun(7);
        Assert.Equal(AnalysisFolder.ToJson(PatchAnalysis.Run(other.Run, spec, new Work())), AnalysisFolder.ToJson(resumed));
        new AnalysisFolder(run.Run, PatchAnalysis.InfoOf(spec.Target).FolderName(spec)).Write(spec, resumed);
        Assert.False(Directory.Exists(parts));
    }

    [Fact]
    public void RandomDirectionsAreDrawnFromTheSeed()
    {
        using var run = new TinyRun(7);
        GroupControls Controls(ulong seed) => PatchAnalysis
            .Run(run.Run, new PatchSpec(7, PatchTarget.Residual, Selection with { Seed = seed }, 3), new Work()).Groups[0].Controls;

        Assert.Equal(Controls(1).Random, Controls(1).Random);
        Assert.NotEqual(Controls(1).Random, Controls(2).Random);
    }

    [Theory]
    [InlineData(EdgeGranularity.Model, 1)]
    [InlineData(EdgeGranularity.Layers, 2)]
    [InlineData(EdgeGranularity.Heads, 4)]
    public void EveryEdgeOfTheWayIsCut(EdgeGranularity granularity, int places)
    {
        using var run = new TinyRun(7);
        PairSelection few = Selection with { Programs = 2, Hops = [2] };
        EdgeResult result = EdgeAnalysis.Run(run.Run, new EdgeSpec(7, few, granularity), new Work());

        foreach (EdgeGroup group in result.Groups)
        {
            // rhs:1 sees name:1; rhs:2 three tokens before it; the query variable four; the colon five.
            Assert.Equal(places * (1 + 3 + 4 + 5), group.Cells.Length);
            Assert.Equal(group.Cells.OrderByDescending(cell => cell.MarginLost.Value), group.Cells);
            Assert.Contains(group.Cells, cell => cell.MarginLost.Value != 0);
        }
    }

    [Fact]
    public void SpansCutTheEdgesOfNewlinesToo()
    {
        using var run = new TinyRun(7);
        PairSelection few = Selection with { Hops = [2], AnswerLines = [AnswerLineGroup.First] };
        EdgeResult result = EdgeAnalysis.Run(run.Run, new EdgeSpec(7, few, EdgeGranularity.Layers, TokenChoice.Spans), new Work());

        EdgeGroup group = Assert.Single(result.Groups);
        var newline = new TokenRole(TokenRoleKind.ChainRight, 1, 1);
        Assert.Equal(group.Programs, group.Cells.First(cell => cell.From == newline && cell.To == TokenRole.Colon).Kept.Programs);
        // The equals sign after the root's line can look at the name on its own line where that is the next chain line, and not elsewhere.
        int next = group.Cells.Where(cell => cell.From == TokenRole.Name(2) && cell.To.Offset == 3).Select(cell => cell.Kept.Programs).FirstOrDefault();
        Assert.True(next < group.Programs);
        Assert.Equal(next, Adjacent(run, few));
        Assert.DoesNotContain(group.Cells, cell => cell.Kept.Programs == 0 || cell.From == cell.To);
    }

    /// <summary>Pairs whose second chain line follows the first.</summary>
    private static int Adjacent(TinyRun run, PairSelection selection)
    {
        Transformer model = run.Run.LoadModel(7);
        var drawer = new PairDrawer(run.Run.HeldBackSplits(TestContext.Current.CancellationToken).Test, 10);
        PairGroup group = drawer.Draw(model, selection, PairKind.RootDigit, 1, TestContext.Current.CancellationToken).Single();
        return group.Pairs.Count(pair => pair.BaseExecution.ChainLines[1] == pair.BaseExecution.ChainLines[0] + 1);
    }

    [Fact]
    public void ARandomMoveIsAsLongAsTheWayToTheSource()
    {
        Transformer model = TinyRun.Weights(3);
        ProgramPair pair = ProgramPair.Of(ProgramParser.Parse("k=2\nj=k\n#j:"), ProgramParser.Parse("k=7\nj=k\n#j:"));
        ImmutableArray<PatchCell> cells =
        [
            new(new Site(SiteKind.ResidualIn, 2), 0, TokenRole.Right(2)), new(new Site(SiteKind.AttentionHead, 2), 2, TokenRole.Colon),
        ];
        ImmutableArray<SweepCell> moves = RandomDirections.Moves(model, [pair], cells, new Seed(1), TestContext.Current.CancellationToken);
        for (int cell = 0; cell < cells.Length; cell++)
        {
            var move = (Intervention.AddEach)moves[cell].Interventions.Single();
            double[] way = [.. Vector(pair.Source).Zip(Vector(pair.Base), (source, plain) => source - (double)plain)];
            Assert.Equal(Norm(way), Norm([.. move.Vectors[0].Select(value => (double)value)]), 1e-5);
            Assert.NotEqual(0, Norm(way));

            float[] Vector(SymbolicProgram program)
            {
                Tensor value = Entering.At(model, cells[cell].Site, [program]).Part(0); // [T, D] or [T, H, D]
                int position = cells[cell].Role.PositionIn(pair.BaseExecution);
                return (cells[cell].Head == 0 ? value.Row(position) : value.Part(position).Row(cells[cell].Head - 1)).ToArray();
            }
        }

        static double Norm(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));
    }

    [Fact]
    public void AMissingCheckpointIsRefusedWithThoseThatExist()
    {
        using var run = new TinyRun(7, 9);

        Assert.Equal(9, RunCheckpoint.StepOf(run.Run, "last"));
        Assert.Contains("7, 9", Assert.Throws<UserException>(() => RunCheckpoint.StepOf(run.Run, "8")).Hint, StringComparison.Ordinal);
        using var empty = new TinyRun();
        Assert.Throws<UserException>(() => RunCheckpoint.StepOf(empty.Run, "last"));
    }

    private sealed class StopAfter(CancellationTokenSource stop, string stage) : IProgress<AnalysisProgress>
    {
        public void Report(AnalysisProgress value)
        {
            if (value.Stage == stage)
            {
                stop.Cancel();
            }
        }
    }
}
