using Bindscope.Analysis.Alignment;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Analysis.Subspaces;
using Bindscope.Numerics.Statistics;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Tests.Model.Weights;
using static Bindscope.Tests.Judge.HandMade;

namespace Bindscope.Tests.Judge;

/// <summary>Orders, choices, quantiles and counts that verdicts rest on, each against a result that is known by hand.</summary>
public sealed class RankingTests
{
    [Fact]
    public void ComponentsAreRankedByTheirStrongestEffect()
    {
        var ranking = ComponentRanking.Of(
        [
            Group(2, AnswerLineGroup.First, Head(4, 4, TokenRole.Colon, 9)),
            Group(2, AnswerLineGroup.Later, Head(1, 1, TokenRole.Right(2), 1), Head(2, 2, TokenRole.Colon, 2), Head(2, 2, TokenRole.Query, -3)),
            Group(3, AnswerLineGroup.Later, Head(1, 1, TokenRole.Right(2), 0.5), Head(3, 3, TokenRole.Query, 1.5)),
        ]);

        // Programs with the answer on line 1 do not count where there are others; each token's effect is that with the most hops.
        Assert.Equal([(2, 2), (3, 3), (1, 1)], ranking.Select(rank => (rank.Layer, rank.Head)));
        Assert.Equal([TokenRole.Colon, TokenRole.Query], ranking[0].ByRole.Select(effect => effect.Role));
        Assert.Equal((0.5, 3), (ranking[2].ByRole[0].Effect.Value, ranking[2].ByRole[0].Hops));
        Assert.Equal(1, ranking[2].Strongest.Effect.Value);
        Assert.Equal(["last step, to the colon", "to the query variable", "hop 1: depth 1 to 2"], ranking.Select(rank => rank.Serves));
    }

    [Fact]
    public void TheBestSubspaceIsTheStrongestAfterLayer1()
    {
        SubspaceResult result = new(
            SubspaceResult.CurrentFormat, 9, 9, 9,
            [Finding(1, 1), Finding(2, 0.5), Finding(3, 0.8), Finding(4, 0.7)]);
        Assert.Equal(3, SubspaceClaims.Best(result, SubspaceTarget.Digit)!.Layer);
    }

    [Fact]
    public void PoolsCountProgramsAndPeaksLeaveLayer1Out()
    {
        GroupEffects[] groups =
        [
            Group(1, AnswerLineGroup.Later, At(1, TokenRole.Colon, 1), At(2, TokenRole.Colon, 0.2), At(3, TokenRole.Colon, 0.6), At(4, TokenRole.Colon, 0.5)),
            Group(2, AnswerLineGroup.Later, At(3, TokenRole.Colon, 0.4), At(3, TokenRole.Query, 1)),
        ];

        Routes.Chosen most = Routes.Choice(groups, TokenRole.Colon)!;

        Assert.Equal((3, 0.5, 2 * HandMade.Programs, false), (most.Layer, most.Success.Value, most.Success.Programs, most.Apart));
        Assert.Null(Routes.Choice([Group(1, AnswerLineGroup.Later, At(1, TokenRole.Colon, 1))], TokenRole.Colon));
    }

    [Fact]
    public void APlaceIsChosenInOneHalfAndJudgedInTheOther()
    {
        EffectCell Halves(int layer, TokenRole role, double choosing, double judging) => At(layer, role, (choosing + judging) / 2) with
        {
            Choosing = Proportion.OfMean(choosing, 50),
            Judging = Proportion.OfMean(judging, 50),
        };
        GroupEffects[] groups =
            [Group(2, AnswerLineGroup.Later, Halves(3, TokenRole.Colon, 0.6, 0.2), Halves(3, TokenRole.Query, 0.5, 0.9), Halves(2, TokenRole.Query, 1, 1))];

        Routes.Chosen most = Routes.Choice(groups, cell => cell.Layer == 3)!;

        Assert.Equal((TokenRole.Colon, 0.2, 50, true), (most.Role, most.Success.Value, most.Success.Programs, most.Apart));
    }

    /// <summary>Of 24, the 95 % interval of one is wider by the normal quantiles 3.078 and 1.960.</summary>
    [Fact]
    public void TheIntervalOfTheBestOfSeveralIsWider()
    {
        var one = new Bindscope.Paper.Measure(MeasureKind.Difference, 0.5, 0.4, 0.6, 100);
        Bindscope.Paper.Measure best = one.BestOf(24);
        Assert.Equal(0.5 - (0.1 * 3.078 / 1.960), best.Low, 3);
        Assert.Equal(0.5 + (0.1 * 3.078 / 1.960), best.High, 3);
        Assert.Equal(one, one.BestOf(1));
        Assert.Equal(0, new Bindscope.Paper.Measure(MeasureKind.Share, 0.01, 0, 0.05, 100).BestOf(24).Low);
    }

    // 500 means of resamples: the 13th and the 488th in order.
    [Fact]
    public void TheBootstrapsIntervalIsThatOf95Percent()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => (double)(i * i % 37))];
        RandomStream random = new Seed(0).Split("bootstrap").Split(values.Length).Stream();
        var means = new double[500];
        for (int i = 0; i < means.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j < values.Length; j++)
            {
                sum += values[random.Next(values.Length)];
            }

            means[i] = sum / values.Length;
        }

        Array.Sort(means);
        Estimate mean = Bootstraps.Of(values.Length).Mean(values);

        Assert.Equal(values.Average(), mean.Value, 12);
        Assert.Equal((means[12], means[487], values.Length), (mean.Low, mean.High, mean.Programs));

        // Of means over what programs hold several of, programs are drawn whole.
        Estimate halves = Bootstraps.Of(values.Length).Mean(values, [.. values.Select(_ => 2.0)]);
        Assert.Equal((means[12] / 2, means[487] / 2), (halves.Low, halves.High));
    }

    [Fact]
    public void AnIntervalOfResamplesLeavesFortiethsOutOnBothSides() =>
        Assert.Equal(new Estimate(7, 5, 195, 30), Estimate.OfResamples(7, [.. Enumerable.Range(0, 200).Reverse().Select(i => (double)i)], 30));

    // The source holds 5 where the base holds 3: one answer of the source's, two of the base's, one of neither.
    [Fact]
    public void ASwapIsKeptWhereTheBasesAnswerStaysAndSucceedsWhereTheSourcesComes()
    {
        var pair = new SwapPair(ProgramPair.Of(ProgramParser.Parse("a=3\nb=a\n#b:"), ProgramParser.Parse("a=5\nb=a\n#b:")), [2], (3, 5));
        (Proportion success, Proportion kept) = AlignmentSearch.Counted([pair, pair, pair, pair], [5, 3, 3, 9]);

        Assert.Equal((0.25, 0.5), (success.Value, kept.Value));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 2)]
    [InlineData(0.51, 3)]
    [InlineData(0.65, 5)]
    public void ALevelIsHeldFromWhereEveryLaterPointHoldsIt(double level, int from) =>
        Assert.Equal(from, Sustained.From([0.9, 0.2, 0.5, 0.7, 0.6], value => value, level));

    // Patched with what was there nothing changes, and every solved program keeps its answer; patched with the root's whole difference none does.
    [Fact]
    public void KeptCountsTheBasesAnswerAndSuccessTheSources()
    {
        using var folder = new TemporaryFolder();
        Run run = Run.Open(Reference()).WithResults(folder.Path);
        int step = run.Checkpoints.Steps()[^1];
        PatchResult sweep = PatchAnalysis.Run(
            run, new PatchSpec(step, PatchTarget.Residual, new PairSelection(3, 1, SolvedRule.BothSolved, [1], [AnswerLineGroup.Later]), 10), new Work(1));
        GroupEffects group = Assert.Single(sweep.Groups);
        EffectCell Cell(TokenRole role) => group.Cells.Single(cell => cell.Layer == 1 && cell.Role == role);

        Assert.Equal((0.0, 1.0), (Cell(TokenRole.Colon).Success.Value, Cell(TokenRole.Colon).Kept.Value));
        Assert.Equal((1.0, 0.0), (Cell(TokenRole.Right(1)).Success.Value, Cell(TokenRole.Right(1)).Kept.Value));
        Assert.All(group.Controls.MovedRoot.Where(cell => cell.Layer == 1 && cell.Role == TokenRole.Colon), cell =>
            Assert.Equal((0.0, 1.0), (cell.Value.Value, cell.Kept.Value)));
    }

    private static SubspaceFinding Finding(int layer, double success) => new(
        layer, SubspaceTarget.Digit, 9, [], 0, 0, 0, true, default, default, default, default, 9,
        [new SwapOutcome(SwapArm.Selected, 1, Proportion.OfCounts((int)(success * 10), 10), Proportion.OfCounts(0, 10), 1, success, success)], []);

    private static string Reference([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../reference/demo-1");
}
