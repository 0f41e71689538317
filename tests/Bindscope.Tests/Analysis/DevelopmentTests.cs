using Bindscope.Analysis.Development;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Tests.Analysis;

public sealed class DevelopmentTests
{
    private static readonly DevelopmentSpec Spec = new(
        new PairSelection(Programs: 4, Solved: SolvedRule.All),
        [new FollowedCell(1, TokenRole.Right(1), "given"), new FollowedCell(2, TokenRole.Colon, "given")]);

    [Fact]
    public void EveryCheckpointHasEveryCellOfEveryGroup()
    {
        using var run = new TinyRun(5, 10, 20);
        DevelopmentResult result = DevelopmentAnalysis.Run(run.Run, Spec, new Work());

        Assert.Equal([5, 10, 20], result.Checkpoints.Select(checkpoint => checkpoint.Step));
        Assert.All(result.Checkpoints, checkpoint => Assert.Equal(2 * result.Programs.Length, checkpoint.Values.Length));
        var folder = new AnalysisFolder(run.Run, DevelopmentAnalysis.Info.Name);
        folder.Write(Spec, result);
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(folder.Read<DevelopmentResult>()));
    }

    [Fact]
    public void AJobThatWasStoppedGoesOnWithTheCheckpointWhereItWas()
    {
        using var run = new TinyRun(5, 10, 20);
        DevelopmentResult whole = DevelopmentAnalysis.Run(run.Run, Spec, new Work());
        string folder = Path.Combine(run.Run.Directory, "analyses", "development", "checkpoints");
        (string first, string second) = (Path.Combine(folder, "000005.json"), Path.Combine(folder, "000010.json"));
        File.Delete(second);
        File.WriteAllText(first, File.ReadAllText(first).Replace("\"step\":5", "\"step\":6", StringComparison.Ordinal));

        DevelopmentResult resumed = DevelopmentAnalysis.Run(run.Run, Spec, new Work());

        // What was there was taken as it was; what was missing was computed.
        Assert.Equal([6, 10, 20], resumed.Checkpoints.Select(checkpoint => checkpoint.Step));
        Assert.Equal(whole.Checkpoints[1].Values, resumed.Checkpoints[1].Values);

        File.WriteAllText(first, "{\"torn");
        Assert.Equal(AnalysisFolder.ToJson(whole), AnalysisFolder.ToJson(DevelopmentAnalysis.Run(run.Run, Spec, new Work())));
    }

    [Fact]
    public void CellsAreChosenOnOtherProgramsThanThoseTheyAreFollowedOn()
    {
        using var run = new TinyRun(5);
        DevelopmentResult result = DevelopmentAnalysis.Run(run.Run, Spec with { Cells = [] }, new Work());
        Assert.All(result.Programs, group => Assert.InRange(group.Choosing, 1, 4));
        Assert.Equal([4, 4], new[] { result.Programs[0].Programs, result.Programs[0].Choosing });
        Assert.All(DevelopmentAnalysis.Run(run.Run, Spec, new Work()).Programs, group => Assert.Equal(0, group.Choosing));

        ProgramPair[] pairs = [.. Enumerable.Range(2, 5).Select(digit => ProgramPair.Of(
            ProgramParser.Parse($"k={digit}\n#k:"), ProgramParser.Parse("k=9\n#k:")))];
        foreach (int count in Enumerable.Range(1, 5))
        {
            var group = new PairGroup(1, AnswerLineGroup.First, 9, 9, 9, [.. pairs[..count]]);
            ProgramPair[] followed = [.. ProgramHalves.Followed(group, 2).Pairs];
            ProgramPair[] choosing = [.. ProgramHalves.Choosing(group, 2).Pairs];
            Assert.Equal(Math.Min(2, (count + 1) / 2), followed.Length);
            Assert.True(count == 1 || !followed.Intersect(choosing).Any());
            Assert.NotEmpty(choosing);
        }
    }

    [Fact]
    public void AnotherQuestionIsAnsweredAnew()
    {
        using var run = new TinyRun(5);
        DevelopmentAnalysis.Run(run.Run, Spec, new Work());
        DevelopmentSpec other = Spec with { Cells = [new FollowedCell(2, TokenRole.Query, "given")] };

        Assert.Equal(TokenRole.Query, DevelopmentAnalysis.Run(run.Run, other, new Work()).Checkpoints[0].Values[0].Role);
    }

    [Fact]
    public void CellsAreReadFromTextAndRefusedWhereTheModelHasNone()
    {
        Assert.Equal(
            [(2, TokenRole.Colon), (1, TokenRole.Right(3))],
            FollowedCell.Parse("2,colon 1,rhs:3", 2).Select(cell => (cell.Layer, cell.Role)));
        Assert.Contains("from 1 to 2", Assert.Throws<UserException>(() => FollowedCell.Parse("3,colon", 2)).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCellsOfARouteAreChosenFromItsSweep()
    {
        // The digit leaves rhs:1 after layer 2, is at rhs:2 from 3 on, and at the colon from 5; on line 1 it is at the colon from 2 on.
        GroupCells[] groups =
        [
            Group(AnswerLineGroup.First, (TokenRole.Right(1), [1, 0.2, 0, 0, 0]), (TokenRole.Colon, [0, 0.9, 0.9, 0.9, 1])),
            Group(
                AnswerLineGroup.Later,
                (TokenRole.Right(1), [1, 0.9, 0, 0, 0]),
                (TokenRole.Right(2), [0, 0, 0.8, 0.5, 0.1]),
                (TokenRole.Query, [0, 0, 0, 0, 0]),
                (TokenRole.Colon, [0, 0, 0.1, 0.3, 1])),
        ];

        Assert.Equal(
            ["2,colon", "2,rhs:1", "3,rhs:2", "4,rhs:2", "5,colon"],
            CellChoice.Of(groups).Select(cell => $"{cell.Layer},{cell.Role}"));
    }

    [Fact]
    public void WhatOneHopCountAloneUsesIsChosenToo()
    {
        var kept = new TokenRole(TokenRoleKind.ChainRight, 1, 3);
        GroupCells[] groups =
        [
            Group(AnswerLineGroup.First, (TokenRole.Right(3), [0, 0, 0.6, 0.3])) with { Hops = 3 },
            Group(AnswerLineGroup.Later, (kept, [0, 0, 0.4, 0]), (TokenRole.Right(3), [0, 0.9, 0, 0])) with { Hops = 1 },
            Group(AnswerLineGroup.Later, (kept, [0, 0, 0, 0]), (TokenRole.Right(3), [0, 0, 0, 0.4])) with { Hops = 3 },
        ];

        // Pooled over hops rhs:1+3 has 20 %. rhs:3 on entering layer 3 holds the digit with the answer on line 1 alone.
        Assert.Equal(
            ["2,colon", "3,rhs:3", "3,rhs:1+3", "2,rhs:3", "4,rhs:3"], CellChoice.Of(groups).Select(cell => $"{cell.Layer},{cell.Role}"));
        Assert.StartsWith("short cut", CellChoice.Of(groups)[1].Why, StringComparison.Ordinal);
        Assert.Equal("strongest with 1 hop", CellChoice.Of(groups)[2].Why);
    }

    [Fact]
    public void EmergenceIsWhenSuccessStaysUp()
    {
        CheckpointCells[] checkpoints =
        [
            .. new[] { (1, 0.0), (2, 0.9), (3, 0.1), (4, 0.6), (5, 0.9), (6, 1.0) }.Select(point => new CheckpointCells(
                point.Item1,
                [
                    new CellSuccess(2, TokenRole.Colon, 1, AnswerLineGroup.Later, Proportion.Of(point.Item2, 100)),
                    new CellSuccess(1, TokenRole.Query, 1, AnswerLineGroup.Later, Proportion.Of(0.05, 100)),
                ],
                [])),
        ];

        Emergence one = Assert.Single(EmergenceOrder.Of(checkpoints, 0.5));
        Assert.Equal((2, TokenRole.Colon, (int?)3, 4, 4, (int?)4, 1.0), (one.Layer, one.Role, one.After, one.Step, one.Low, one.High, one.Final));
    }

    private static GroupCells Group(AnswerLineGroup line, params (TokenRole Role, double[] Success)[] roles) => new(
        2,
        line,
        [
            .. roles.SelectMany(role => role.Success.Select((success, i) => new EffectCell(
                i + 1, 0, role.Role, Proportion.Of(success, 10), Proportion.Of(0, 10), default, default))),
        ]);
}
