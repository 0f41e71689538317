using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bindscope.Analysis;
using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Accuracy;
using Bindscope.Analysis.Alignment;
using Bindscope.Analysis.AttentionCauses;
using Bindscope.Analysis.Attribution;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Behaviour.Comparison;
using Bindscope.Analysis.Behaviour.Importance;
using Bindscope.Analysis.Circuits;
using Bindscope.Analysis.Circuits.Beside;
using Bindscope.Analysis.Circuits.Growth;
using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Analysis.HeadStatistics;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.LearningTime;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.LogitLens.Tuned;
using Bindscope.Analysis.LossByRole;
using Bindscope.Analysis.Mechanisms;
using Bindscope.Analysis.Mechanisms.Growth;
using Bindscope.Analysis.Mechanisms.Lookback;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Edges;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Probes;
using Bindscope.Analysis.ProgramSample;
using Bindscope.Analysis.Roles;
using Bindscope.Analysis.Seeds;
using Bindscope.Analysis.Subspaces;
using Bindscope.Analysis.Subspaces.Maps;
using Bindscope.Cli.Verbs;
using Bindscope.Model;
using Bindscope.Runs;
using Bindscope.Tests.Analysis;
using Bindscope.Tests.Cli;

namespace Bindscope.Tests.Web;

/// <summary>The command that the pages show for a stored question asks that question, to the letter, and its answer has that folder's name.</summary>
public sealed class AnalysisCommandTests : IClassFixture<AnalysisCommandTests.Runs>
{
    private static readonly PairSelection Pairs = new(7, 3, SolvedRule.All, [1, 2], [AnswerLineGroup.Second]);

    private readonly Runs runs;

    public AnalysisCommandTests(Runs runs) => this.runs = runs;

    public static TheoryData<string> Folders { get; } = [.. Stored("A", "B").Select(one => one.Folder)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void ACommandAsksTheQuestion(string folder)
    {
        object spec = Stored(runs.First, runs.Second).Single(one => one.Folder == folder).Spec;
        CatalogueEntry entry = Catalogue.Of(folder)!;
        using JsonDocument json = JsonDocument.Parse(AnalysisFolder.ToJson(spec));
        string command = entry.CommandOf(runs.First, json.RootElement);

        Assert.StartsWith("bindscope analyze ", command, StringComparison.Ordinal);
        var verb = new AnalysisVerb(entry);
        ParseResult request = new RootCommand { verb.Command }.Parse(command.Replace("'", "").Split(' ')[2..]);
        Assert.Empty(request.Errors.Select(error => $"{command}: {error.Message}"));
        object asked = verb.QuestionOf(runs.Opened, request);
        Assert.Equal(AnalysisFolder.ToJson(spec), AnalysisFolder.ToJson(asked));
        Assert.Equal(folder, entry.Info.FolderName(asked));
    }

    [Fact]
    public void TheListIsWhole()
    {
        string list = CommandLine.Run("analyze", "list").Out;
        Assert.All(Catalogue.All, entry => Assert.Matches($"{Regex.Escape(entry.Info.Command)} +{Regex.Escape(entry.Info.Description)}", list));
    }

    [Fact]
    public void EveryAnalysisIsAsked() => Assert.Equal(
        Catalogue.All.Select(entry => entry.Info.Name).Except([HeldOutBeside.Info.Name]).Order(),
        Stored("A", "B").Select(one => Catalogue.Of(one.Folder)!.Info.Name).Distinct().Order());

    [Fact]
    public void WhatWasAskedIsInTheCommand()
    {
        JsonElement spec = JsonDocument.Parse(AnalysisFolder.ToJson(new PatchSpec(5, PatchTarget.Residual, Pairs, 3, TokenChoice.Spans))).RootElement;

        Assert.Equal(
            "bindscope analyze patch-residual --run 'it'\\''s' --checkpoint 5 --programs 7 --seed 3 --all-programs --hops 1 2 --answer-line 2 --tokens spans",
            Catalogue.Named("patch-residual").CommandOf("it's", spec));
    }

    [Fact]
    public void AnAnalysisOfAllCheckpointsSaysSo() => Assert.Equal(
        "bindscope analyze logit-lens --run tiny --checkpoint all --programs 9",
        Catalogue.Named("logit-lens").CommandOf("tiny", JsonDocument.Parse(AnalysisFolder.ToJson(new LensSpec(null, 9))).RootElement));

    [Fact]
    public void AQuestionThatIsNotWholeHasNoCommand()
    {
        using JsonDocument spec = JsonDocument.Parse("""{"programs":9}""");
        Assert.Equal("", Catalogue.Named("held-out-beside").CommandOf("a", spec.RootElement));
    }

    private static (string Folder, object Spec)[] Stored(string first, string second) =>
    [
        ("phases", new PhasesSpec()),
        ("evaluation-000005", new EvaluationSpec(5, HeldBackSplit.Validation)),
        ("behaviour", new BehaviourSpec()),
        ("behaviour-000005", new BehaviourSpec(5, 10)),
        ("programs", new ProgramsSpec(7, 2, 3)),
        ("example", new ExampleSpec()),
        ("importance", new ImportanceSpec(500, 3, 0.25)),
        ("compare-000005-with-tiny-000010", new ComparisonSpec(first, 5, second, 10, 9)),
        ("compare-000010-with-tiny-000005", new ComparisonSpec(first, 10, first, 5, 9)),
        ("generalisation-000005", new GeneralisationSpec(5, 3, 11, 4, 9)),
        ("held-out", new HeldOutSpec(9)),
        ("unseen-roles", new UnseenSpec()),
        ("unseen-roles-000005", new UnseenSpec(5, 9)),
        ("seeds", new SeedsSpec([first, second])),
        ("learning-time-training.batch-after-line-2", new LearningTimeSpec([first, second], "training.batch", 0.9, 2)),
        ("logit-lens-000005", new LensSpec(5, 9)),
        ("logit-lens", new LensSpec(null, 9)),
        ("tuned-lens-000005", new TunedLensSpec(5, Steps: 30)),
        ("probes-000005", new ProbeSpec(5, Penalty: 0.5)),
        ("subspaces-000005", new SubspaceSpec(5, [1, 2], Penalty: 0.125)),
        ("subspaces-000005-after-2", new SubspaceSpec(5, Offset: 2)),
        ("subspace-map-2-name-after-1", new MapSpec([5, 10], 2, SubspaceTarget.Name, Offset: 1)),
        ("alignment-000005", new AlignmentSpec(5, [1], [2, 4])),
        ("abstraction", new AbstractionSpec(Pairs, 0.75)),
        ("cumulative", new CumulativeSpec(Solved: SolvedRule.All)),
        ("development", new DevelopmentSpec(Pairs, [.. FollowedCell.Parse("2,colon 1,rhs:1", 2)])),
        ("heads-000005", new HeadSpec(5, Pairs)),
        ("patch-map-000005", new ExampleMapSpec(5)),
        ("patch-residual-000005-spans", new PatchSpec(5, PatchTarget.Residual, Pairs, 10, TokenChoice.Spans)),
        ("patch-heads-000005", new PatchSpec(5, PatchTarget.Heads, Pairs, 10)),
        ("patch-heads-000005-q", new PatchSpec(5, PatchTarget.Heads, Pairs, 10, Site: SiteKind.AttentionQ)),
        ("patch-mlp-000005", new PatchSpec(5, PatchTarget.Mlp, Pairs, 10)),
        ("patch-attention-000005-spans-model", new EdgeSpec(5, Pairs, EdgeGranularity.Model, TokenChoice.Spans)),
        ("attribution-residual-000005", new AttributionSpec(5, PatchTarget.Residual, Pairs, 3)),
        ("loss-by-role", new LossByRoleSpec(200)),
        ("mechanisms-000005-spans", new MechanismSpec(5, Pairs, TokenChoice.Spans, 9)),
        ("lookback-000005-spans", new LookbackSpec(5, Pairs, TokenChoice.Spans)),
        ("mechanism-growth", new MechanismGrowthSpec(Pairs, Overwritten: 9)),
        ("why-000005-layer-1-head-2", new AttentionCausesSpec(5, Pairs, 1, 2, 0.5)),
        ("circuit-000005-relp", new CircuitSpec(5, Pairs, EdgeScore.Relp, 9)),
        ("circuit-growth", new GrowthSpec(Pairs, EdgeScore.Eap)),
        ("circuit-beside", new BesideSpec(second, Pairs, EdgeScore.EapIg)),
        ("all", new EverythingSpec(3)),
    ];

    /// <summary>Two runs with checkpoints at steps 5 and 10.</summary>
    public sealed class Runs : IDisposable
    {
        private readonly TinyRun first = new(5, 10);
        private readonly TinyRun second = new(5, 10);

        internal Bindscope.Runs.Run Opened => first.Run;

        internal string First => first.Run.Directory;

        internal string Second => second.Run.Directory;

        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
