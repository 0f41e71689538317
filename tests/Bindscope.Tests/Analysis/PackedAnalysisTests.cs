using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Tests.Runs;

namespace Bindscope.Tests.Analysis;

public sealed class PackedAnalysisTests : IDisposable
{
    private readonly TinyRun run = new(5, 10);

    public void Dispose() => run.Dispose();

    [Fact]
    public void AnalysesOfAPackedRunAreThereAlready()
    {
        MetricsFile.Append(run.Run.MetricsPath, SampleEvaluation.At(10, 100));
        var spec = new EverythingSpec(Programs: 3);
        EverythingResult first = EverythingAnalysis.Run(run.Run, spec, new Work(), TimeProvider.System);
        string[] computed =
        [
            .. first.Analyses.Where(cost => cost.Outcome == AnalysisOutcome.Computed && cost.Name != "analyze phases").Select(cost => cost.Name),
        ];
        PackAll();
        EverythingResult second = EverythingAnalysis.Run(run.Run, spec, new Work(), TimeProvider.System);

        Assert.Contains("analyze behaviour", computed);
        Assert.All(
            second.Analyses.Where(cost => computed.Contains(cost.Name)), cost => Assert.Equal(AnalysisOutcome.Fresh, cost.Outcome));
    }

    [Fact]
    public void WhatIsComputedAnewIsPlainAndAlone()
    {
        var spec = new BehaviourSpec(null, 3);
        var folder = new AnalysisFolder(run.Run, BehaviourAnalysis.Info.FolderName(spec));
        BehaviourResult result = BehaviourAnalysis.Run(run.Run, spec, new Work());
        folder.Write(spec, result);
        string plain = File.ReadAllText(folder.ResultPath);
        PackAll();

        Assert.True(folder.HasResult);
        Assert.Equal(plain.TrimEnd(), AnalysisFolder.ToJson(folder.Read<BehaviourResult>()));
        // The checkpoints' parts are read compressed: asking a model would fail, as there is none any more.
        Directory.Delete(Path.Combine(run.Run.Checkpoints.Folder(5)), recursive: true);
        folder.Write(spec, result);
        Assert.Equal(plain, File.ReadAllText(folder.ResultPath));
        Assert.False(File.Exists(folder.ResultPath + ".gz"));
    }

    [Fact]
    public void ADamagedAnswerIsSaidAndNotTakenForFresh()
    {
        var spec = new BehaviourSpec(null, 3);
        var folder = new AnalysisFolder(run.Run, BehaviourAnalysis.Info.FolderName(spec));
        folder.Write(spec, BehaviourAnalysis.Run(run.Run, spec, new Work()));
        PackAll();
        string packed = folder.ResultPath + ".gz";
        File.WriteAllBytes(packed, File.ReadAllBytes(packed)[..^20]);
        UserException said = Assert.Throws<UserException>(() => folder.Read<BehaviourResult>());

        Assert.StartsWith(packed, said.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", said.Message, StringComparison.Ordinal);
        Assert.Equal(3, said.ExitCode);
        Assert.False(folder.IsCurrent(BehaviourResult.CurrentFormat, 10));

        folder.Write(spec, BehaviourAnalysis.Run(run.Run, spec, new Work()));
        Assert.True(folder.Asks(spec) && folder.IsCurrent(BehaviourResult.CurrentFormat, 10));
    }

    private void PackAll()
    {
        foreach (string folder in Directory.GetDirectories(Path.Combine(run.Run.Directory, "analyses"), "*", SearchOption.AllDirectories))
        {
            foreach (string file in StoredJson.In(folder).Where(file => Path.GetFileName(file) != "spec.json").ToArray())
            {
                StoredJson.Compress(file, file);
                File.Delete(file);
            }
        }
    }
}
