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
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Analysis.HeadStatistics;
using Bindscope.Analysis.LearningTime;
using Bindscope.Analysis.Live;
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
using Bindscope.Model.Weights;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Cli;
using Bindscope.Tests.Code;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;
using Bindscope.Web.Analyses;
using Bindscope.Web.Runs;

namespace Bindscope.Tests.Web;

/// <summary>The commands that run.json offers do what they say: run, each of them asks the stored question again, and writes nowhere else.</summary>
public sealed class OfferedCommandTests : IClassFixture<OfferedCommandTests.TwoRuns>
{
    private static readonly PairSelection Pairs = new(2, 3, SolvedRule.All, [1, 2], []);

    private static readonly PairSelection Several = new(10, 3, SolvedRule.All, [2], [AnswerLineGroup.Second, AnswerLineGroup.Later]);

    private static readonly (string Folder, string Spec)[] Stored =
    [
        ("abstraction", Json(new AbstractionSpec(Pairs with { AnswerLines = [AnswerLineGroup.Later] }))),
        ("cumulative", Json(new CumulativeSpec(4, 20, Draws: 1, Solved: SolvedRule.All))),
        ("attribution-heads-000014", Json(new AttributionSpec(14, PatchTarget.Heads, Pairs, 2, 2))),
        ("tuned-lens-000014", Json(new TunedLensSpec(14, 50, 20, 10))),
        ("probes-000014", Json(new ProbeSpec(14, 40, 20))),
        ("phases", Json(new PhasesSpec())),
        ("behaviour-000014", Json(new BehaviourSpec(14, 10))),
        ("programs", Json(new ProgramsSpec(7, 2, 3))),
        ("example", Json(new ExampleSpec())),
        ("importance", Json(new ImportanceSpec(100, 2))),
        ("generalisation-000014", Json(new GeneralisationSpec(14, 3))),
        ("evaluation-000014", Json(new EvaluationSpec(14, HeldBackSplit.Test))),
        ("logit-lens-000014", Json(new LensSpec(14, 9))),
        ("logit-lens", Json(new LensSpec(null, 5))),
        ("development", Json(new DevelopmentSpec(Pairs))),
        ("heads-000014", Json(new HeadSpec(14, Pairs))),
        ("patch-map-000014", Json(new ExampleMapSpec(14))),
        ("patch-residual-000014-spans", Json(new PatchSpec(14, PatchTarget.Residual, Pairs, 10, TokenChoice.Spans))),
        ("patch-heads-000014", Json(new PatchSpec(14, PatchTarget.Heads, Pairs, 10))),
        ("patch-mlp-000014", Json(new PatchSpec(14, PatchTarget.Mlp, Pairs, 10))),
        ("patch-attention-000014-model", Json(new EdgeSpec(14, Pairs, EdgeGranularity.Model))),
        ("held-out-beside", Json(new HeldOutBesideSpec("{without}", 100))),
        ("compare-000014-with-without-000014", Json(new ComparisonSpec("{all}", 14, "{without}", 14, 10))),
        ("seeds", Json(new SeedsSpec(["{all}", "{seeded}"]))),
        ("all", Json(new EverythingSpec(2))),
    ];

    private static readonly (string Folder, string Spec)[] OfSolved =
    [
        ("alignment-005000", Json(new AlignmentSpec(5000, [3], [2], TrainPairs: 20, TestPairs: 10, Steps: 10, Draws: 1))),
        ("subspaces-005000", Json(new SubspaceSpec(5000, [3], FitPrograms: 250, TestPrograms: 30, Pairs: 10, Draws: 1, Components: 12, Tolerance: 0.05) with
        {
            DigitRank = 6, NameRank = 6,
        })),
        ("mechanisms-005000", Json(new MechanismSpec(5000, Several, Overwritten: 9))),
        ("mechanism-growth", Json(new MechanismGrowthSpec(Several, Overwritten: 9))),
        ("lookback-005000", Json(new LookbackSpec(5000, Several))),
        ("why-005000-layer-1-head-2", Json(new AttentionCausesSpec(5000, Several, 1, 2, 0.05))),
        ("circuit-005000-eap", Json(new CircuitSpec(5000, Several, EdgeScore.Eap, 9))),
        ("circuit-growth", Json(new GrowthSpec(Several, EdgeScore.Eap))),
        ("circuit-beside", Json(new BesideSpec(Path.Combine(Sources.Root, "reference/demo-1"), Several, EdgeScore.Eap))),
        ("subspace-map-3-digit", Json(new MapSpec([0, 5000], 3, SubspaceTarget.Digit, FitPrograms: 250, Programs: 20))),
    ];

    private readonly TwoRuns runs;

    public OfferedCommandTests(TwoRuns runs) => this.runs = runs;

    public static TheoryData<string> Folders { get; } = [.. Stored.Select(one => one.Folder)];

    public static TheoryData<string> Solved { get; } = [.. OfSolved.Select(one => one.Folder)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void ACommandAsksTheStoredQuestionAgain(string folder)
    {
        string spec = Stored.Single(one => one.Folder == folder).Spec
            .Replace("{without}", runs.Without.Directory, StringComparison.Ordinal).Replace("{all}", runs.All.Directory, StringComparison.Ordinal)
            .Replace("{seeded}", runs.Seeded.Directory, StringComparison.Ordinal);
        string[] before = Files(runs.Without.Directory);
        Assert.StartsWith("bindscope ", AskAgain(runs.All, folder, spec), StringComparison.Ordinal);
        Assert.Equal(before, Files(runs.Without.Directory));
    }

    [Fact]
    public void TheCommandOfARunWithUnseenRolesAsksAgain()
    {
        using var folder = new TemporaryFolder();
        Preset tiny = TinyPresets.Fresh;
        Run run = RunFolders.Train(folder.File("unseen"), tiny with
        {
            Data = tiny.Data with { Unseen = new UnseenRoles("abcd", "efgh", "ijkl", "89") },
            Training = tiny.Training with { Objective = tiny.Training.Objective with { ValueAtRightHandSide = 0 } },
        });
        AskAgain(run, "unseen-roles", Json(new UnseenSpec(Programs: 50)));
    }

    [Fact]
    public void CommandsOfTrainingsWithoutStagesAskAgain()
    {
        using var folder = new TemporaryFolder();
        Preset tiny = TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Curriculum = [], Objective = new Objective() } };
        Run first = RunFolders.Train(folder.File("first"), tiny);
        Run other = RunFolders.Train(folder.File("other"), tiny with { Training = tiny.Training with { Batch = 2 * tiny.Training.Batch } });
        AskAgain(first, "loss-by-role", Json(new LossByRoleSpec(100)));
        AskAgain(first, "learning-time", Json(new LearningTimeSpec([first.Directory, other.Directory])));
    }

    // These need more programs that a model solves than runs of tests have; what they write is in a folder of its own.
    [Theory]
    [MemberData(nameof(Solved))]
    public void ACommandAsksTheStoredQuestionOfAReferenceRunAgain(string folder)
    {
        using var results = new TemporaryFolder();
        Run run = Run.Open(Path.Combine(Sources.Root, "reference/demo-1")).WithResults(results.Path);
        ResultsMark.Write(run);
        AskAgain(run, folder, OfSolved.Single(one => one.Folder == folder).Spec);
        Assert.NotEmpty(Catalogue.Of(folder)!.Views(new AnalysisFolder(run, folder)));
    }

    // Packed runs keep the checkpoints that are shown of a large answer, and neither its question nor its whole.
    [Fact]
    public void TheCommandOfAnAnswerWithoutItsQuestionIsOfAllCheckpointsWhereItsNameHasNone()
    {
        Run run = Run.Open(Path.Combine(Sources.Root, "reference/demo-1"));
        AnalysisEntry entry = AnalysisListing.Of(new RunEntry("demo-1", run, IsReference: true)).Single(one => one.Name == "logit-lens");

        Assert.Null(entry.Spec);
        Assert.Equal("bindscope analyze logit-lens --run reference/demo-1 --checkpoint all", entry.Command);
    }

    [Fact]
    public void TheCommandOfARunWithoutSomeCombinationsIsItsOwn()
    {
        string command = AnalysisListing.Of(new RunEntry(runs.Without.Directory, runs.Without, IsReference: false)).Single(one => one.Name == "held-out").Command;

        Assert.Equal($"bindscope analyze held-out --run {runs.Without.Directory} --programs 100", command);
        Assert.Equal(0, CommandLine.Run(command.Split(' ')[1..]).ExitCode);
    }

    [Fact]
    public void TheRunThatLacksCombinationsIsNotWrittenInto()
    {
        CommandLine answer = CommandLine.Run("analyze", "held-out", "--run", runs.Without.Directory, "--beside", runs.All.Directory);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains($"--run {runs.All.Directory} --without without", answer.Error, StringComparison.Ordinal);
    }

    /// <summary>Stores a question with an empty answer, runs the command that is offered for it, and holds the stored question against what was asked.</summary>
    private static string AskAgain(Run run, string folder, string spec)
    {
        string result = new AnalysisFolder(run, folder).ResultPath, stored = Path.Combine(Path.GetDirectoryName(result)!, "spec.json");
        Directory.CreateDirectory(Path.GetDirectoryName(stored)!);
        WholeFile.WriteText(stored, spec + "\n");
        WholeFile.WriteText(result, "{}\n");
        string place = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(stored)!, "../.."));
        string command = AnalysisListing.Of(new RunEntry(place, run, IsReference: false)).Single(one => one.Name == folder).Command;
        CommandLine answer = CommandLine.Run(command.Split(' ')[1..]);

        Assert.True(answer.ExitCode == 0, $"{command}: {answer.Error}");
        Assert.NotEqual("{}\n", StoredJson.ReadText(result));
        Assert.Equal(Shape(spec), Shape(File.ReadAllText(stored).Trim()));
        return command;
    }

    [Fact]
    public void EveryAnalysisHasACommandThatWasRun() => Assert.Empty(Catalogue.All.Select(entry => entry.Info.Name)
        .Except([.. Stored.Concat(OfSolved).Select(one => Catalogue.Of(one.Folder)!.Info.Name), "held-out", "unseen-roles", "learning-time", "loss-by-role"]));

    private static string[] Files(string folder) => [.. Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Control programs follow from the number of programs, and are no option.</summary>
    private static string Shape(string spec) =>
        System.Text.RegularExpressions.Regex.Replace(spec, "\"controlPrograms\":[0-9]+", "", default, TimeSpan.FromSeconds(1));

    private static string Json<T>(T spec) => AnalysisFolder.ToJson(spec);

    /// <summary>A run with all combinations, and one without some, which has its analysis.</summary>
    public sealed class TwoRuns : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public TwoRuns()
        {
            Preset all = TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 14 } };
            All = RunFolders.Train(folder.File("all"), all);
            Seeded = RunFolders.Train(folder.File("seeded"), all with { Training = all.Training with { Seed = 77 } });
            Without = RunFolders.Train(folder.File("without"), all with { Data = all.Data with { HeldOutCombinations = 0.2 } });
            Assert.Equal(0, CommandLine.Run("analyze", "held-out", "--run", Without.Directory, "--programs", "100").ExitCode);
        }

        internal Run All { get; }

        internal Run Seeded { get; }

        internal Run Without { get; }

        public void Dispose() => folder.Dispose();
    }
}
