using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Report;
using Bindscope.Runs;
using Bindscope.Tests.Analysis;
using Bindscope.Tests.Runs;
using static Bindscope.Tests.Judge.HandMade;

namespace Bindscope.Tests.Judge;

/// <summary>Claims over results that were written by hand: each has one verdict, which a changed bound, rank or choice would turn.</summary>
public sealed class ClaimTests : IDisposable
{
    private readonly TinyRun run = new(0, 5000);

    public ClaimTests()
    {
        MetricsFile.Append(run.Run.MetricsPath, SampleEvaluation.At(0, 100));
        MetricsFile.Append(run.Run.MetricsPath, SampleEvaluation.At(5000, 1000));
    }

    public void Dispose() => run.Dispose();

    [Theory]
    [InlineData(0.53, Verdict.NotTestable)] // this preset asks for the answer at the query variable, too
    [InlineData(0.47, Verdict.Differs)]
    [InlineData(0.5, Verdict.Undecided)]
    public void HalfOfTheAnswersAtTheEndIsTheBound(double success, Verdict verdict)
    {
        // At layer 1, and at layers before the last, nothing is asked; of query and colon the stronger one counts.
        Write(Residual(
            3,
            Group(
                1,
                AnswerLineGroup.Later,
                At(1, TokenRole.Colon, 1), At(2, TokenRole.Colon, 1), At(3, TokenRole.Colon, success), At(3, TokenRole.Query, 0.1))));

        Assert.Equal(verdict, Claim("to-the-end").Verdict);
    }

    [Theory]
    [InlineData(2, 3, Verdict.Reproduced)]
    [InlineData(3, 3, Verdict.Differs)]
    [InlineData(3, 2, Verdict.Differs)]
    public void DeeperRightHandSidesPeakAtLaterLayersAndLayer1DoesNotCount(int peakOf2, int peakOf3, Verdict verdict)
    {
        EffectCell[] Cells(int depth, int peak) =>
        [
            At(1, TokenRole.Right(depth), 1),
            .. Enumerable.Range(2, 3).Select(layer => At(layer, TokenRole.Right(depth), layer == peak ? 0.9 : 0.6)),
        ];
        Write(Residual(4, Group(2, AnswerLineGroup.Later, Cells(2, peakOf2)), Group(3, AnswerLineGroup.Later, Cells(3, peakOf3))));

        Claim claim = Claim("chain-route");
        Assert.Equal((verdict, 3), (claim.Verdict, claim.Findings.Length));
        Assert.Equal($"depth 2 at layer {peakOf2}, depth 3 at layer {peakOf3}", claim.Findings[2].Observation);
    }

    [Fact]
    public void TheShortCutIsReadWhereLine1IsFurthestAhead()
    {
        // At layer 2 most answers turn with a root on line 1, but as many without: layer 3 is the cell.
        Write(Residual(
            3,
            Group(2, AnswerLineGroup.First, At(1, TokenRole.Colon, 0), At(2, TokenRole.Colon, 0.95), At(3, TokenRole.Colon, 0.85)),
            Group(2, AnswerLineGroup.Later, At(1, TokenRole.Colon, 0), At(2, TokenRole.Colon, 0.9), At(3, TokenRole.Colon, 0.1)),
            Group(1, AnswerLineGroup.First, At(2, TokenRole.Colon, 1)),
            Group(1, AnswerLineGroup.Later, At(2, TokenRole.Colon, 0))));

        Claim claim = Claim("shortcut");
        Assert.Equal(Verdict.Reproduced, claim.Verdict);
        Assert.StartsWith("colon entering layer 3", claim.Findings[0].Label, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.6, 0.4, 0.4, Verdict.Reproduced)]
    [InlineData(0.4, 0.4, 0.4, Verdict.Differs)]
    [InlineData(0.6, 0.4, 0.6, Verdict.Differs)]
    public void TheSignalOf4HopsIsLostAfterDepth2(double depth2, double depth3, double depth4, Verdict verdict)
    {
        Write(Residual(
            3,
            Group(
                4,
                AnswerLineGroup.Later,
                At(1, TokenRole.Right(3), 1),
                At(2, TokenRole.Right(2), depth2),
                At(2, TokenRole.Right(3), depth3),
                At(3, TokenRole.Right(4), depth4))));

        Assert.Equal(verdict, Claim("lost").Verdict);
    }

    [Theory]
    [InlineData(2, 2, 4, 2, Verdict.Reproduced)]
    [InlineData(3, 2, 4, 2, Verdict.Differs)]
    [InlineData(2, 3, 2, 2, Verdict.Differs)]
    [InlineData(2, 2, 4, 0.49, Verdict.Differs)]
    [InlineData(2, 2, 4, 0.5, Verdict.Reproduced)]
    public void TheStrongestHeadsOfSuccessiveHopsNeverFallInLayer(int first, int second, int last, double effect, Verdict verdict)
    {
        Write(Heads(
            Head(1, 1, TokenRole.Right(2), 0.3), Head(first, 1, TokenRole.Right(2), 3), Head(second, 2, TokenRole.Right(3), effect, 0.01),
            Head(4, 3, TokenRole.Colon, 0.2), Head(last, 4, TokenRole.Colon, 2)));

        Claim claim = Claim("heads-in-order");
        Assert.Equal(verdict, claim.Verdict);
        Assert.StartsWith($"hop 1 {first}.1", claim.Findings[0].Observation, StringComparison.Ordinal);
        Assert.Contains($"last step {last}.4", claim.Findings[0].Observation, StringComparison.Ordinal);
    }

    [Fact]
    public void AHeadWhoseIntervalReachesZeroCarriesNothing()
    {
        Assert.False(HopHeads.Matters(new RoleEffect(TokenRole.Colon, 2, new Estimate(3, 0, 6, 9), 1)));
        Assert.True(HopHeads.Matters(new RoleEffect(TokenRole.Colon, 2, new Estimate(0.5, 0.001, 6, 9), 1)));
        Assert.False(HopHeads.Matters(new RoleEffect(TokenRole.Colon, 2, new Estimate(0.499, 0.4, 6, 9), 1)));
    }

    [Theory]
    [InlineData(1.5, Verdict.Reproduced)]
    [InlineData(1.4, Verdict.Differs)]
    public void AHeadServesTwoHopsWithHalfOfTheStrongestEffectThere(double effect, Verdict verdict)
    {
        Write(Heads(
            Head(2, 1, TokenRole.Right(2), 3), Head(3, 2, TokenRole.Right(3), 3), Head(2, 1, TokenRole.Right(3), effect), Head(4, 4, TokenRole.Colon, 2)));

        Claim claim = Claim("shared-head");
        Assert.Equal(verdict, claim.Verdict);
        Assert.Equal(verdict == Verdict.Reproduced, claim.Findings[0].Observation.StartsWith("2.1", StringComparison.Ordinal));
    }

    private Claim Claim(string id) => new RunReport(run.Run, null, "test").Document.Claims.Single(claim => claim.Id == id);

    private void Write(PatchResult result) => new AnalysisFolder(
        run.Run, result.Target == PatchTarget.Residual ? "patch-residual-005000" : "patch-heads-005000").Write(new { }, result);
}
