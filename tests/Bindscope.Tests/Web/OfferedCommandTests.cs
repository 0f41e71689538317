using Bindscope.Analysis;
using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Accuracy;
using Bindscope.Analysis.Alignment;
using Bindscope.Analysis.Attribution;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Behaviour.Comparison;
using Bindscope.Analysis.Behaviour.Importance;
using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Generalisation.HeldOut;
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
using Bindscope.Analysis.Roles;
using Bindscope.Analysis.Seeds;
using Bindscope.Model.Weights;
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
    ];

    private static readonly (string Folder, string Spec)[] OfSolved =
    [
        ("alignment-005000", Json(new AlignmentSpec(5000, [3], [2], TrainPairs: 20, TestPairs: 10, Steps: 10, Draws: 1))),
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
        string stored = Path.Combine(runs.All.Directory, "analyses", folder, "spec.json");
        WholeFile.WriteText(stored, spec + "\n");
        WholeFile.WriteText(Path.Combine(Path.GetDirectoryName(stored)!, "result.json"), "{}\n");
        string[] before = Files(runs.Without.Directory);

        string command = AnalysisListing.Of(new RunEntry(runs.All.Directory, runs.All, IsReference: false)).Single(one => one.Name == folder).Command;
        Assert.StartsWith("bindscope ", command, StringComparison.Ordinal);
        CommandLine answer = CommandLine.Run(command.Split(' ')[1..]);

        Assert.True(answer.ExitCode == 0, $"{command}: {answer.Error}");
        Assert.NotEqual("{}\n", StoredJson.ReadText(Path.Combine(Path.GetDirectoryName(stored)!, "result.json")));
        Assert.Equal(Shape(spec), Shape(File.ReadAllText(stored).Trim()));
        Assert.Equal(before, Files(runs.Without.Directory));
    }

    // These need more programs that a model solves than runs of tests have; what they write is in a folder of its own.
    [Theory]
    [MemberData(nameof(Solved))]
    public void ACommandAsksTheStoredQuestionOfAReferenceRunAgain(string folder)
    {
        using var results = new TemporaryFolder();
        Run run = Run.Open(Path.Combine(Sources.Root, "reference/demo-1")).WithResults(results.Path);
        string spec = OfSolved.Single(one => one.Folder == folder).Spec;
        var kept = new AnalysisFolder(run, folder);
        string stored = Path.Combine(Path.GetDirectoryName(kept.ResultPath)!, "spec.json");
        Directory.CreateDirectory(Path.GetDirectoryName(stored)!);
        ResultsMark.Write(run);
        WholeFile.WriteText(stored, spec + "\n");
        WholeFile.WriteText(kept.ResultPath, "{}\n");

        string command = AnalysisListing.Of(new RunEntry(results.Path, run, IsReference: false)).Single(one => one.Name == folder).Command;
        CommandLine answer = CommandLine.Run(command.Split(' ')[1..]);

        Assert.True(answer.ExitCode == 0, $"{command}: {answer.Error}");
        Assert.NotEqual("{}\n", StoredJson.ReadText(kept.ResultPath));
        Assert.Equal(Shape(spec), Shape(File.ReadAllText(stored).Trim()));
        Assert.NotEmpty(Catalogue.Of(folder)!.Views(kept));
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
