using System.CommandLine;
using System.Text.Json;
using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Alignment;
using Bindscope.Analysis.Attribution;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Behaviour.Comparison;
using Bindscope.Analysis.Behaviour.Importance;
using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Analysis.HeadStatistics;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.LogitLens.Tuned;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Edges;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Probes;
using Bindscope.Analysis.ProgramSample;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Analysis.Seeds;
using Bindscope.Analysis.Subspaces;
using Bindscope.Analysis.Subspaces.Maps;
using Bindscope.Cli;
using Bindscope.Web.Analyses;

namespace Bindscope.Tests.Web;

/// <summary>The command that the pages show for an analysis is one that the command line takes.</summary>
public sealed class AnalysisCommandTests
{
    private static readonly PairSelection Pairs = new(7, 3, SolvedRule.All, [1, 2], [AnswerLineGroup.Second]);

    private static readonly (string Folder, string Spec)[] Analyses =
    [
        ("phases", Json(new PhasesSpec())),
        ("behaviour", Json(new BehaviourSpec())),
        ("behaviour-000005", Json(new BehaviourSpec(5, 10))),
        ("programs", Json(new ProgramsSpec(7, 2, 3))),
        ("example", Json(new ExampleSpec())),
        ("importance", Json(new ImportanceSpec(500, 3))),
        ("compare-000005-with-tiny-000010", Json(new ComparisonSpec("tiny", 5, "tiny", 10, 9))),
        ("generalisation-000005", Json(new GeneralisationSpec(5, 3))),
        ("held-out", Json(new HeldOutSpec(9))),
        ("unseen-roles", Json(new UnseenSpec())),
        ("unseen-roles-000005", Json(new UnseenSpec(5, 9))),
        ("seeds", Json(new SeedsSpec(["tiny", "reference/other"]))),
        ("compare-000005-with-other-000010", Json(new ComparisonSpec("tiny", 5, "other", 10, 9))),
        ("logit-lens-000005", Json(new LensSpec(5, 9))),
        ("tuned-lens-000005", Json(new TunedLensSpec(5))),
        ("probes-000005", Json(new ProbeSpec(5))),
        ("subspaces-000005", Json(new SubspaceSpec(5, [1, 2]))),
        ("subspace-map-2-digit", Json(new MapSpec([5, 10], 2, SubspaceTarget.Digit))),
        ("alignment-000005", Json(new AlignmentSpec(5, [1], [2, 4]))),
        ("abstraction", Json(new AbstractionSpec(Pairs))),
        ("cumulative", Json(new CumulativeSpec())),
        ("development", Json(new DevelopmentSpec(Pairs))),
        ("heads-000005", Json(new HeadSpec(5, Pairs))),
        ("patch-map-000005", Json(new ExampleMapSpec(5))),
        ("patch-residual-000005-spans", Json(new PatchSpec(5, PatchTarget.Residual, Pairs, 3, TokenChoice.Spans))),
        ("patch-heads-000005", Json(new PatchSpec(5, PatchTarget.Heads, Pairs, 3))),
        ("patch-mlp-000005", Json(new PatchSpec(5, PatchTarget.Mlp, Pairs, 3))),
        ("patch-attention-000005-model", Json(new EdgeSpec(5, Pairs, EdgeGranularity.Model))),
        ("attribution-heads-000005", Json(new AttributionSpec(5, PatchTarget.Heads, Pairs))),
        ("all", Json(new EverythingSpec(3))),
    ];

    public static TheoryData<string> Folders { get; } = [.. Analyses.Select(one => one.Folder)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void ACommandParses(string folder)
    {
        AnalysisKind kind = AnalysisKind.Of(folder);
        Assert.Contains(kind, AnalysisKind.All);
        string command = AnalysisCommand.Of(kind, "tiny", JsonDocument.Parse(Analyses.Single(one => one.Folder == folder).Spec).RootElement);

        var root = new RootCommand();
        foreach (IVerb verb in Shell.Verbs)
        {
            root.Add(verb.Command);
        }

        Assert.Empty(root.Parse(command["bindscope ".Length..].Split(' ')).Errors.Select(error => $"{command}: {error.Message}"));
    }

    [Fact]
    public void WhatWasAskedIsInTheCommand()
    {
        JsonElement spec = JsonDocument.Parse(Json(new PatchSpec(5, PatchTarget.Residual, Pairs, 3, TokenChoice.Spans))).RootElement;

        Assert.Equal(
            "bindscope patch residual --run 'it'\\''s' --checkpoint 5 --programs 7 --seed 3 --all-programs --hops 1 2 --answer-line 2 --tokens spans",
            AnalysisCommand.Of(AnalysisKind.Of("patch-residual-000005-spans"), "it's", spec));
    }

    [Fact]
    public void AnAnalysisOfAllCheckpointsSaysSo() => Assert.Equal(
        "bindscope analyze lens --run tiny --checkpoint all --programs 9",
        AnalysisCommand.Of(AnalysisKind.Of("logit-lens"), "tiny", JsonDocument.Parse(Json(new LensSpec(null, 9))).RootElement));

    [Fact]
    public void EveryAnalysisOfTheCommandLineIsKnownByATitle() => Assert.All(
        Shell.Verbs.Single(verb => verb.Command.Name == "analyze").Command.Subcommands.Where(one => one.Name != "list"),
        one => Assert.Contains(AnalysisKind.All, kind => kind.Verb == $"analyze {one.Name}"));

    private static string Json<T>(T spec) => AnalysisFolder.ToJson(spec);
}
