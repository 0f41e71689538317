using Bindscope.Analysis.Mechanisms;
using Bindscope.Analysis.Mechanisms.Growth;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Tests.Analysis;

public sealed class MechanismGrowthTests
{
    [Fact]
    public void EveryCheckpointHasTheSameMapsAndTheAnswerIsReadBack()
    {
        using var run = new TinyRun(0, 5);
        var spec = new MechanismGrowthSpec(new PairSelection(Programs: 4, Solved: SolvedRule.All), Overwritten: 10);
        MechanismGrowthResult result = MechanismGrowthAnalysis.Run(run.Run, spec, new Work());

        Assert.Equal([0, 5], result.Checkpoints.Select(at => at.Step));
        Assert.NotEmpty(result.Groups);
        Assert.All(result.Checkpoints, at =>
        {
            Assert.Equal(result.Groups.Length, at.Maps.Length);
            Assert.All(at.Maps, map =>
            {
                Assert.Equal(map.Solved.Value == 0, map.Cells.IsEmpty);
                Assert.All(map.Cells, cell => Assert.InRange(cell.Value.Programs, 1, Math.Round(map.Solved.Value * map.Solved.Programs)));
            });
        });
        Assert.NotEmpty(MechanismGrowthAnalysis.Views(result));
        AnalysisFolder folder = MechanismGrowthAnalysis.Info.Folder(run.Run, spec);
        folder.Write(spec, result);
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(folder.Read<MechanismGrowthResult>()));
    }

    /// <summary>A compiled run whose first checkpoint has nothing and whose last has the whole circuit: all comes with the last, as it was built.</summary>
    [Fact]
    public void WhatWasBuiltIsThereSinceTheCheckpointThatHasIt()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-growth-");
        try
        {
            var circuit = new Circuit(CircuitKind.Addresses, HasShortcut: false, TestPrograms: 300, EvaluationPrograms: 20);
            Run run = CompiledRun.Write(circuit, Path.Combine(folder.FullName, circuit.Name), 1, TestContext.Current.CancellationToken);
            int[] steps = [.. run.Checkpoints.Steps()];
            MechanismGrowthResult result = MechanismGrowthAnalysis.Run(
                run,
                new MechanismGrowthSpec(new PairSelection(Programs: 6, Hops: [3], AnswerLines: [AnswerLineGroup.Later]), Overwritten: 20),
                new Work());

            Assert.NotEmpty(result.Since);
            Assert.All(result.Since, one => Assert.Equal((steps[0], steps[^1]), (one.After!.Value, one.Step)));
            Assert.Equal(
                [("colon", Mechanism.Line), ("query", Mechanism.Line), ("rhs:2", Mechanism.Line), ("rhs:2", Mechanism.Name), ("rhs:3", Mechanism.Line)],
                result.Since.Where(one => one.Depth == 1).Select(one => (one.Place, one.Mechanism)).Order());
            Assert.All(result.Checkpoints[0].Maps.SelectMany(map => map.Cells), cell => Assert.InRange(
                new[] { cell.Value, cell.Line, cell.Name, cell.Self }.Max(share => share.Value), 0, 0.4));
            Assert.Equal([0.0, 1.0], result.Checkpoints.Select(at => Math.Round(at.Maps[0].Solved.Value)));
            Assert.All(result.Checkpoints[^1].Overwritten, one => Assert.Equal(1, one.Latest()!.Value.Value));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void TheLatestIsCountedAmongAllValuesThatANameHasOrHad()
    {
        var one = new OverwrittenName(2, Proportion.OfCounts(30, 100), Proportion.OfCounts(10, 100), Proportion.OfCounts(5, 100));
        Assert.Equal(Proportion.OfCounts(30, 40), one.Latest());
        Assert.Null(new OverwrittenName(2, Proportion.OfCounts(0, 100), Proportion.OfCounts(0, 100), Proportion.OfCounts(5, 100)).Latest());
    }
}
