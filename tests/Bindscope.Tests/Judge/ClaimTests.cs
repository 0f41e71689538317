using System.Collections.Immutable;
using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Roles;
using Bindscope.Analysis.Seeds;
using Bindscope.Analysis.Subspaces;
using Bindscope.Analysis.Subspaces.Maps;
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

    [Fact]
    public void ADepthThatMovesNothingPeaksInNoLayer()
    {
        EffectCell[] Cells(int depth, int peak, double success) =>
            [.. Enumerable.Range(1, 4).Select(layer => At(layer, TokenRole.Right(depth), layer == peak ? success : 0))];
        Write(Residual(4, [
            Group(2, AnswerLineGroup.Later, Cells(2, 3, 0.9)),
            Group(3, AnswerLineGroup.Later, Cells(3, 4, 0.9)),
            Group(4, AnswerLineGroup.Later, Cells(4, 2, 0.02)),
        ]));

        Claim claim = Claim("chain-route");
        Assert.Equal(Verdict.Differs, claim.Verdict);
        Assert.Equal("depth 2 at layer 3, depth 3 at layer 4, depth 4 in no layer", claim.Findings[^1].Observation);
        Assert.Equal(Verdict.Reproduced, claim.Findings[^1].Verdict);
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

        // Without programs of 2 hops the criterion, which asks for every number of hops, is not met.
        Write(Residual(4, Group(3, AnswerLineGroup.Later, Cells(3, peakOf3))));
        Assert.Equal(Verdict.Undecided, Claim("chain-route").Verdict);
        Assert.Contains("no programs of 2 hops", Claim("chain-route").Note, StringComparison.Ordinal);
    }

    /// <summary>An answer to a narrower question, or of another checkpoint, says nothing about the claim, whatever it would say.</summary>
    [Fact]
    public void WhatWasAskedOfSomeProgramsOrOfAnEarlierCheckpointIsNotJudged()
    {
        PatchResult sweep = Residual(3, Group(1, AnswerLineGroup.Later, At(3, TokenRole.Colon, 0.2)));
        void Ask(object spec, string folder = "patch-residual-005000") => new AnalysisFolder(run.Run, folder).Write(spec, sweep);

        Ask(new { }, "patch-residual-000000");
        Assert.Equal(Verdict.NotTested, Claim("to-the-end").Verdict);
        Assert.Contains("of step 0, and the run's last checkpoint of step 5,000", Claim("to-the-end").Note, StringComparison.Ordinal);

        Ask(new { checkpoint = 5000, selection = new { programs = 3, solved = "bothSolved", hops = Array.Empty<int>() } });
        Assert.Equal(Verdict.Differs, Claim("to-the-end").Verdict);

        foreach ((object selection, string said) in new (object, string)[]
        {
            (new { hops = new[] { 1 } }, "(--hops 1)"), (new { answerLines = new[] { "later" } }, "(--answer-line later)"),
            (new { solved = "all" }, "(--all-programs)"),
        })
        {
            Ask(new { selection });
            Assert.Equal(Verdict.NotTested, Claim("to-the-end").Verdict);
            Assert.Contains(said, Claim("to-the-end").Note, StringComparison.Ordinal);
            Assert.Equal($"./bindscope analyze patch-residual --run {run.Run.Directory}".Split(' ')[..3], Claim("to-the-end").Command!.Split(' ')[..3]);
        }
    }

    /// <summary>Four heads in four layers are found in their order by one order in 24; in three, any two steps may be exchanged.</summary>
    [Theory]
    [InlineData(3, Verdict.Reproduced, "4.2")]
    [InlineData(2, Verdict.NotTestable, "8.3")]
    public void HeadsInAnyOrderOfTheStepsStandBeside(int third, Verdict verdict, string percent)
    {
        Write(Heads(
            Head(1, 1, TokenRole.Right(2), 3), Head(2, 1, TokenRole.Right(3), 3), Head(third, 2, TokenRole.Right(4), 3), Head(4, 3, TokenRole.Colon, 3)));

        Claim claim = Claim("heads-in-order");
        Assert.Equal(verdict, claim.Verdict);
        Assert.StartsWith(percent, claim.Nulls[^1].Observation, StringComparison.Ordinal);
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

    /// <summary>A digit that has gone on to depth 3 in some programs and to depth 4 in others is at neither in most, and at both together in all.</summary>
    [Theory]
    [InlineData(0.4, Verdict.Reproduced)]
    [InlineData(0.75, Verdict.Differs)]
    public void TheDeeperLinesOf4HopsAreJudgedTogetherWhereTheyWerePatchedSo(double together, Verdict verdict)
    {
        Write(Residual(
            3,
            Group(
                4,
                AnswerLineGroup.Later,
                At(2, TokenRole.Span(2), 0.9),
                At(3, TokenRole.Span(3), 0.3),
                At(3, TokenRole.Span(4), 0.35),
                At(3, TokenRole.Parse("span:3+span:4"), together))));

        Claim claim = Claim("lost");
        Assert.Equal((verdict, 2), (claim.Verdict, claim.Findings.Length));
        Assert.Equal("depths 3 and 4 together, entering layer 3 (chosen and judged on the same programs)", claim.Findings[1].Label);
    }

    [Theory]
    [InlineData(2, 2, 4, 2, 1, Verdict.NotTestable)] // of three steps every third order or more never falls
    [InlineData(3, 2, 4, 2, 1, Verdict.Differs)]
    [InlineData(2, 3, 2, 2, 1, Verdict.Differs)]
    [InlineData(2, 2, 4, 0.49, 0.4, Verdict.Differs)]
    [InlineData(2, 2, 4, 0.5, 0.4, Verdict.NotTestable)]
    [InlineData(2, 2, 4, 0.5, 0.01, Verdict.Differs)] // the interval of one head; of 16 at once it reaches below 0
    public void TheStrongestHeadsOfSuccessiveHopsNeverFallInLayer(int first, int second, int last, double effect, double low, Verdict verdict)
    {
        Write(Heads(
            Head(1, 1, TokenRole.Right(2), 0.3), Head(first, 1, TokenRole.Right(2), 3), Head(second, 2, TokenRole.Right(3), effect, low),
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

    /// <summary>Half of the tokens are the root's own and do not count; two tokens of one program are one sample.</summary>
    [Theory]
    [InlineData(0, Verdict.Reproduced)]
    [InlineData(800, Verdict.NotTestable)]
    public void ClustersEmergeWhereTheUntrainedModelHasNone(int first, Verdict verdict)
    {
        MapCheckpoint At(int step, double nearest) => new(step, [], [], [], 1, 0, nearest, [], [], 1, 1);
        ImmutableArray<int> depths = [.. Enumerable.Range(0, 200).Select(token => 1 + (token % 2))];
        new AnalysisFolder(run.Run, "subspace-map-2-digit").Write(
            new { }, new SubspaceMap(SubspaceMap.CurrentFormat, 2, SubspaceTarget.Digit, depths, depths, [At(first, 0.75), At(5000, 1)]));

        Claim claim = Claim("digit-clusters");
        Assert.Equal(verdict, claim.Verdict);
        Assert.Equal((0.5, 100), (claim.Findings[0].Ours!.Value, claim.Findings[0].Ours!.N));
        Assert.Equal(first == 0, claim.NoNull.Contains("untrained one", StringComparison.Ordinal));
    }

    /// <summary>The phases of this run are named anew for every report; an answer from when they were named by another rule is none.</summary>
    [Theory]
    [InlineData(0, Verdict.NotTested)]
    [InlineData(1, Verdict.Differs)]
    public void AStoredAnswerThatNamesThisRunsPhasesOtherwiseIsNotJudged(ulong other, Verdict verdict)
    {
        SeedRun seed = new(
            "any", run.Run.Preset.Training.Seed + other, [PhaseKind.Chance, PhaseKind.Heuristic], [], null, null, Proportion.OfCounts(1, 1), [1, 2], [0, 1]);
        new AnalysisFolder(run.Run, "seeds").Write(new { }, new SeedsResult(SeedsResult.CurrentFormat, [seed, seed with { Seed = 99 }], [], [new CurvePoint(1, 2, 0, 0, 0, 0)], 0));

        Claim claim = Claim("seeds");
        Assert.Equal(verdict, claim.Verdict);
        Assert.Equal(other == 0, claim.Note.Contains("older build", StringComparison.Ordinal));
    }

    /// <summary>All three phases in every run are not enough: their boundaries come at similar steps.</summary>
    [Theory]
    [InlineData(2_000, Verdict.Reproduced)]
    [InlineData(2_001, Verdict.Differs)]
    public void SeedsThatTakeOverTwiceAsLongDoNotLearnAlike(long latest, Verdict verdict)
    {
        SeedRun seed = new(
            "any", 98, [PhaseKind.Chance, PhaseKind.Heuristic, PhaseKind.Solved], [], null, null, Proportion.OfCounts(1, 1), [1, 2], [0, 1]);
        BoundarySpread[] spread =
        [
            Spread(Boundary.ChanceEnds, 2, 100, 200), Spread(Boundary.HeuristicEnds, 2, 1_000, latest),
            Spread(Boundary.SolvedBegins, 1, 100, 900), Spread(Boundary.Ninety, 2, 100, 900),
        ];
        new AnalysisFolder(run.Run, "seeds").Write(
            new { }, new SeedsResult(SeedsResult.CurrentFormat, [seed, seed with { Seed = 99 }], [.. spread], [new CurvePoint(1, 2, 0, 0, 0, 0)], 2));

        Claim claim = Claim("seeds");
        Assert.Equal(verdict, claim.Verdict);
        Assert.Equal(
            ["2 of 2", "chance ends at steps 100 to 200", $"the heuristic phase ends at steps 1,000 to {Numbers.Whole(latest)}"],
            claim.Findings.Select(finding => finding.Observation));

        static BoundarySpread Spread(Boundary boundary, int runs, long earliest, long latest) =>
            new(boundary, runs, 2, earliest, null, latest, null, null, null);
    }

    /// <summary>A cell that some other rule chose is no heuristic's: without a plateau there is nothing to follow.</summary>
    [Fact]
    public void WithoutAHeuristicPhaseNoCellOfAHeuristicIsJudged()
    {
        foreach (string id in new[] { "cumulative", "line-2-fades" })
        {
            Assert.Equal(Verdict.NotTested, Claim(id).Verdict);
            Assert.Contains("no heuristic phase", Claim(id).Note, StringComparison.Ordinal);
        }
    }

    /// <summary>What was conditioned away stands beside what was judged, and what an older result does not say is not guessed.</summary>
    [Theory]
    [InlineData(true, "left out: 60 of 100 (50 by the plateau, 10 more by the last)")]
    [InlineData(false, "this result of an older build does not say")]
    public void AClaimOnTheHeuristicsCellSaysWhatWasLeftOut(bool areStored, string said)
    {
        int[] steps = [0, 100, 5000];
        RouteUse[] curve = [.. steps.Select(step => new RouteUse(step, AnswerLineGroup.First, Proportion.OfCounts(step == 0 ? 2 : 36, 40)))];
        ImmutableArray<RoutePrograms> programs = [new(AnswerLineGroup.First, 100, 50, 40), new(AnswerLineGroup.Second, 80, 3, 0)];
        var route = new HeuristicRoute(100, 2, [Proportion.OfCounts(36, 40)], [.. curve], [
            new RouteFate(AnswerLineGroup.First, curve[1].Success, curve[2].Success, RouteFateKind.Kept)], areStored ? programs : null);
        new AnalysisFolder(run.Run, "cumulative").Write(new { }, new CumulativeResult(
            CumulativeResult.CurrentFormat, 5000, 100, null, RouteOrigin.None, null, [], [], 0, [], [], [], [], route));

        Assert.Contains(said, Claim("cumulative").Note, StringComparison.Ordinal);
        Assert.Equal(Verdict.NotTested, Claim("line-2-fades").Verdict);
        Assert.Equal(areStored, Claim("line-2-fades").Note.Contains("80 of 80 (77 by the plateau, 3 more by the last)", StringComparison.Ordinal));
    }

    private Claim Claim(string id) => new RunReport(run.Run, null, "test").Document.Claims.Single(claim => claim.Id == id);

    private void Write(PatchResult result) => new AnalysisFolder(
        run.Run, result.Target == PatchTarget.Residual ? "patch-residual-005000" : "patch-heads-005000").Write(new { }, result);
}
