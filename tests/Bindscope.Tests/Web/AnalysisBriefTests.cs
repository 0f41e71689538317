using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;
using Bindscope.Tests.Analysis;
using Bindscope.Web.Analyses;

namespace Bindscope.Tests.Web;

public sealed class AnalysisBriefTests : IDisposable
{
    private static readonly PairSelection Selection = new(Programs: 5, Solved: SolvedRule.All);

    private readonly TinyRun run = new(7);

    public void Dispose() => run.Dispose();

    [Fact]
    public void TheDigitsWayIsThatOfTheHardestGroupWithItsOwnNumbers()
    {
        var spec = new PatchSpec(7, PatchTarget.Residual, Selection, ControlPrograms: 3);
        PatchResult measured = PatchAnalysis.Run(run.Run, spec, new Work());

        // Random weights carry no digit anywhere, so every other cell is told to.
        PatchResult whole = measured with
        {
            Groups = [.. measured.Groups.Select(group => group with
            {
                Cells = [.. group.Cells.Select((cell, i) => cell with { Success = Proportion.OfCounts(i % 2 == 0 ? 1 : 4, 5) })],
            })],
        };
        PatchResult brief = Brief<PatchResult, PatchSpec>(PatchAnalysis.InfoOf(spec.Target).FolderName(spec), spec, whole);
        GroupEffects hardest = whole.Groups.Single(group => (group.Hops, group.AnswerLine) == (2, AnswerLineGroup.Later));
        GroupEffects kept = Assert.Single(brief.Groups);

        Assert.Equal((hardest.Hops, hardest.AnswerLine, hardest.Programs), (kept.Hops, kept.AnswerLine, kept.Programs));
        Assert.Equal(hardest.Cells.Where(cell => cell.Success.Value >= 0.5), kept.Cells);
        Assert.NotEmpty(kept.Cells);
        Assert.Equal((whole.Checkpoint, whole.Layers, whole.Target), (brief.Checkpoint, brief.Layers, brief.Target));
    }

    [Fact]
    public void TheFirstOfTheRankingIsTheHeadThatMattersMost()
    {
        var spec = new PatchSpec(7, PatchTarget.Heads, Selection, ControlPrograms: 3);
        PatchResult whole = PatchAnalysis.Run(run.Run, spec, new Work());
        PatchResult brief = Brief<PatchResult, PatchSpec>(PatchAnalysis.InfoOf(spec.Target).FolderName(spec), spec, whole);

        ComponentRank first = Assert.Single(brief.Ranking);
        Assert.Equal((whole.Ranking[0].Layer, whole.Ranking[0].Head), (first.Layer, first.Head));
        Assert.Equal(whole.Ranking[0].Strongest, first.Strongest);
        Assert.Empty(brief.Groups);
    }

    [Fact]
    public void AccuracyByHopsIsKeptWhole()
    {
        var spec = new GeneralisationSpec(7, Programs: 3, MaximumLines: 6, MaximumHops: 3);
        GeneralisationResult whole = GeneralisationAnalysis.Run(run.Run, spec, new Work());
        GeneralisationResult brief = Brief<GeneralisationResult, GeneralisationSpec>(GeneralisationAnalysis.Info.FolderName(spec), spec, whole);

        Assert.Equal((whole.TrainedHops, whole.ByHops.Length), (brief.TrainedHops, brief.ByHops.Length));
        Assert.Equal(whole.ByHops, brief.ByHops);
        Assert.Empty(brief.Cells);
    }

    [Fact]
    public void OtherAnalysesHaveNone()
    {
        new AnalysisFolder(run.Run, "phases").Write("", "");

        Assert.False(AnalysisBrief.Exists(run.Run, "phases"));
        Assert.False(AnalysisBrief.Exists(run.Run, "probes-000007"));
    }

    private TResult Brief<TResult, TSpec>(string name, TSpec spec, TResult whole)
    {
        new AnalysisFolder(run.Run, name).Write(spec, whole);
        Assert.True(AnalysisBrief.Exists(run.Run, name));
        string json = AnalysisBrief.Of(run.Run, name);
        Assert.True(json.Length < AnalysisFolder.ToJson(whole).Length);
        return System.Text.Json.JsonSerializer.Deserialize<TResult>(json, AnalysisFolder.Options)!;
    }
}
