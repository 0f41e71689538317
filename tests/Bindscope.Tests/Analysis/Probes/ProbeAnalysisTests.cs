using Bindscope.Analysis.Probes;
using Bindscope.Analysis.Results;
using Bindscope.Runs;
using Bindscope.Tests.Cli;

namespace Bindscope.Tests.Analysis.Probes;

public sealed class ProbeAnalysisTests
{
    [Fact]
    public void ProbesAreFittedAfterEveryLayerAndGoOnWhereTheyWereStopped()
    {
        using var run = TinyRun.WithTestPrograms(400, 7);
        var spec = new ProbeSpec(7, FitPrograms: 200, TestPrograms: 60, Tolerance: 1e-2);
        ProbeResult result = ProbeAnalysis.Run(run.Run, spec, new Work());

        Assert.Equal(Enumerable.Range(0, TinyRun.Spec.Layers + 1), result.States.Select(probe => probe.AfterLayer));
        Assert.Equal((TinyRun.Spec.Layers + 1) * Enum.GetValues<LineTarget>().Length, result.Lines.Length);

        // An embedding of a right-hand side tells the value of a constant's line, so more than the most frequent value does.
        LineProbe embedded = result.Lines.Single(probe => probe.AfterLayer == 0 && probe.Target == LineTarget.Value);
        Assert.True(embedded.Accuracy.Value > embedded.Majority + 0.1, $"{embedded}");

        string parts = Path.Combine(run.Run.Directory, "analyses", ProbeAnalysis.Info.FolderName(spec), "parts");
        File.Delete(Path.Combine(parts, "state-1.json"));
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(ProbeAnalysis.Run(run.Run, spec, new Work())));
        var folder = new AnalysisFolder(run.Run, ProbeAnalysis.Info.FolderName(spec));
        folder.Write(spec, result);
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(folder.Read<ProbeResult>()));
        Assert.False(Directory.Exists(parts));
    }

    [Fact]
    public void TooFewProgramsAreSaid()
    {
        using var run = new TinyRun(7);
        CommandLine answer = CommandLine.Run("analyze", "probes", "--run", run.Run.Directory);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("the test set has 120 programs", answer.Error, StringComparison.Ordinal);
    }
}
