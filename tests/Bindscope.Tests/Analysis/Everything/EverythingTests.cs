using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Behaviour.Importance;
using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Tests.Cli;

namespace Bindscope.Tests.Analysis.Everything;

public sealed class EverythingTests
{
    private static readonly EverythingSpec Spec = new(Programs: 3);

    [Fact]
    public void EveryAnalysisIsDoneOnceAndSaysWhatItCost()
    {
        using var run = new TinyRun(5, 10);
        var told = new List<string>();
        EverythingResult first = EverythingAnalysis.Run(run.Run, Spec, new Work(), TimeProvider.System, cost => told.Add(cost.Name));

        Assert.Equal(first.Analyses.Select(cost => cost.Name), told);
        Assert.Equal(told.Count, first.Analyses.Select(cost => cost.Folder).Distinct().Count());
        AnalysisCost[] computed = [.. first.Analyses.Where(cost => cost.Outcome == AnalysisOutcome.Computed)];
        Assert.Contains("analyze behaviour", computed.Select(cost => cost.Name));
        Assert.All(computed, cost => Assert.True(
            cost.Seconds > 0 && cost.PeakBytes > 1 << 20 && File.Exists(new AnalysisFolder(run.Run, cost.Folder).ResultPath), cost.Name));

        // 120 test programs are too few to fit subspaces on: said, and no reason to stop.
        AnalysisCost few = first.Analyses.Single(cost => cost.Name == "analyze subspaces");
        Assert.Equal(AnalysisOutcome.NotPossible, few.Outcome);
        Assert.Contains("programs", few.Note, StringComparison.Ordinal);

        EverythingResult second = EverythingAnalysis.Run(run.Run, Spec, new Work(), TimeProvider.System);
        Assert.All(
            second.Analyses.Where(cost => cost.Name != "analyze phases" && computed.Any(one => one.Name == cost.Name)),
            cost => Assert.Equal(AnalysisOutcome.Fresh, cost.Outcome));
    }

    [Fact]
    public void AnAnswerOverTrainingIsStaleOnceThereIsANewerCheckpoint()
    {
        using var run = new TinyRun(5, 10);
        EverythingAnalysis.Run(run.Run, Spec, new Work(), TimeProvider.System);
        Assert.Equal(AnalysisOutcome.Fresh, Importance().Outcome);
        string earlier = Path.Combine(run.Run.Directory, "checkpoints/000010"), later = Path.Combine(run.Run.Directory, "checkpoints/000015");
        Directory.CreateDirectory(later);
        File.Copy(Path.Combine(earlier, "weights.safetensors"), Path.Combine(later, "weights.safetensors"));

        Assert.Equal(AnalysisOutcome.Computed, Importance().Outcome);
        Assert.Equal(15, new AnalysisFolder(run.Run, "importance").Read<ImportanceResult>().Checkpoints[^1].Step);
        Assert.Equal(AnalysisOutcome.Fresh, Importance().Outcome);

        AnalysisCost Importance() => EverythingAnalysis.Run(run.Run, Spec, new Work(), TimeProvider.System)
            .Analyses.Single(cost => cost.Name == "analyze importance");
    }

    [Fact]
    public void AnAnswerToAnotherQuestionOrOfAnOlderCheckpointIsNotFresh()
    {
        using var run = new TinyRun(5, 10);
        var folder = new AnalysisFolder(run.Run, "some");
        Assert.False(folder.Asks(Spec) || folder.IsCurrent(1, null));
        folder.Write(Spec, new EverythingResult(1, 10, 1, 0, 0, []));

        Assert.True(folder.Asks(Spec) && folder.IsCurrent(1, null));
        Assert.False(folder.Asks(new EverythingSpec(4)));
        Assert.False(folder.IsCurrent(2, null));
        Assert.False(folder.IsCurrent(1, kept: 10));
    }

    [Fact]
    public void WhatSomebodyComputedWithSettingsOfTheirOwnIsKeptUnlessSizesAreNamed()
    {
        using var run = new TinyRun(5);
        var own = new BehaviourSpec(Programs: 7);
        var folder = new AnalysisFolder(run.Run, BehaviourAnalysis.Info.Name);
        folder.Write(own, BehaviourAnalysis.Run(run.Run, own, new Work()));
        string before = File.ReadAllText(folder.ResultPath);

        Assert.Equal(AnalysisOutcome.Kept, OutcomeOf(new EverythingSpec()));
        Assert.Equal(before, File.ReadAllText(folder.ResultPath));
        Assert.Equal(AnalysisOutcome.Computed, OutcomeOf(Spec));
        Assert.NotEqual(before, File.ReadAllText(folder.ResultPath));

        AnalysisOutcome OutcomeOf(EverythingSpec spec) => EverythingAnalysis.Run(run.Run, spec, new Work(), TimeProvider.System)
            .Analyses.Single(cost => cost.Name == "analyze behaviour").Outcome;
    }

    [Fact]
    public void TheVerbShowsTheCostsAndRefusesWhatMakesNoSense()
    {
        using var run = new TinyRun(5);
        CommandLine shown = CommandLine.Run("analyze", "all", "--run", run.Run.Directory, "--programs", "2", "--workers", "1");

        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("analyze abstraction", shown.Out, StringComparison.Ordinal);
        Assert.Contains("analyze subspaces was not possible", shown.Out, StringComparison.Ordinal);
        Assert.Equal(2, CommandLine.Run("analyze", "all", "--run", run.Run.Directory, "--programs", "-1").ExitCode);
        Assert.Equal(2, CommandLine.Run("analyze", "all", "--run", run.Run.Directory, "--workers", "0").ExitCode);
        Assert.Throws<UserException>(() => EverythingAnalysis.Run(run.Run, new EverythingSpec(-1), new Work(), TimeProvider.System));
    }
}
