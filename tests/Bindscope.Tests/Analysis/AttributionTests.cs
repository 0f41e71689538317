using Bindscope.Analysis.Attribution;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Language;
using Bindscope.Tests.Model;

namespace Bindscope.Tests.Analysis;

public sealed class AttributionTests
{
    private static readonly ProgramPair Pair = ProgramPair.Of(
        ProgramParser.Parse("k=2\nj=k\nt=8\nw=j\n#w:"), ProgramParser.Parse("k=7\nj=k\nt=8\nw=j\n#w:"));

    [Theory]
    [InlineData(SiteKind.ResidualIn, 0)]
    [InlineData(SiteKind.AttentionHead, 2)]
    [InlineData(SiteKind.MlpOut, 0)]
    public void AnAttributionIsTheSlopeTowardsTheSource(SiteKind kind, int head)
    {
        Transformer model = TinyRun.Weights(3);
        var cell = new PatchCell(new Site(kind, 1), head, TokenRole.Right(1));
        double attribution = AttributionAnalysis.Attributions(model, [Pair], [cell], CancellationToken.None)[0][0];

        const double step = 1e-2;
        double slope = (Difference(model, cell, step) - Difference(model, cell, -step)) / (2 * step);
        Assert.NotEqual(0, attribution);
        Assert.Equal(slope, attribution, 0.02 * Math.Max(1, Math.Abs(slope)));
    }

    [Fact]
    public void TheTopCellsAndASampleArePatchedExactly()
    {
        using var run = new TinyRun(3);
        var spec = new AttributionSpec(3, PatchTarget.Heads, new PairSelection(Programs: 4, Solved: SolvedRule.All), Exact: 3, Sampled: 4);
        AttributionResult result = AttributionAnalysis.Run(run.Run, spec, new Work());

        foreach (AttributionGroup group in result.Groups)
        {
            Assert.Equal(4 * (group.Hops + 2), group.Cells.Length);
            Assert.Equal(group.Cells.OrderByDescending(cell => Math.Abs(cell.Attribution)), group.Cells);
            Assert.All(group.Cells.Take(3), cell => Assert.True(cell is { Exact: not null, Drawn: false }));
            Assert.Equal(4, group.Cells.Count(cell => cell.Drawn));
            Assert.Equal(7, group.Cells.Count(cell => cell.Exact is not null));
            Assert.InRange(group.RankCorrelation, -1, 1);
            Assert.True(group.Inert > 0);
            Assert.All(group.Cells.Where(cell => cell.Drawn), cell => Assert.NotEqual(0, cell.Attribution));
            Assert.All(group.Cells.Where(cell => cell.Exact is not null), cell => Assert.Equal(cell.Exact, cell.ExactOver!.Value.Value));
        }
    }

    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 10.0, 20, 30 }, 1.0)]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 30.0, 20, 10 }, -1.0)]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 5.0, 5, 5 }, 0.0)]
    [InlineData(new[] { 1.0, 1, 2, 3 }, new[] { 4.0, 3, 8, 9 }, 0.9486832980505138)]
    public void RankCorrelationIsSpearmans(double[] a, double[] b, double expected) => Assert.Equal(expected, RankCorrelation.Of(a, b), 1e-12);

    /// <summary>The logit difference after a small step from the base's vector towards the source's.</summary>
    private static double Difference(Transformer model, PatchCell cell, double step)
    {
        Tensor source = Entering.At(model, cell.Site, [Pair.Source]);
        var tap = new FunctionTap(site => site == cell.Site, (_, value) =>
        {
            Tensor moved = value.Clone();
            int position = cell.Role.PositionIn(Pair.BaseExecution);
            Span<float> At(Tensor all) => cell.Head == 0 ? all.Part(0).Row(position) : all.Part(0).Part(position).Row(cell.Head - 1);
            for (int i = 0; i < At(moved).Length; i++)
            {
                At(moved)[i] += (float)(step * (At(source)[i] - At(value)[i]));
            }

            return moved;
        });
        var prompts = Prompts.Of([Pair.Base]);
        Span<float> logits = model.Unembed(Prompts.AtColon(model.Residual(prompts.Tokens, prompts.Layout, tap))).Values;
        return logits[7] - (double)logits[2];
    }
}
