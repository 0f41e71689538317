using Bindscope.Analysis.Nulls;
using Bindscope.Analysis.Phases;
using Bindscope.Paper;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Report;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Code;
using Bindscope.Tests.Phases;
using Bindscope.Tests.Runs;
using Bindscope.Training.Compiled;
using Bindscope.Training.Loop;

namespace Bindscope.Tests.Report;

/// <summary>Models without variable binding go the whole way, from metrics.jsonl to the report, and show nothing of what the paper claims.</summary>
public sealed class NullModelTests : IDisposable
{
    private static readonly Preset Preset = Preset.SmallLm with { Data = new DataSpec(Train: 0, Validation: 10, Test: 1_500) };

    /// <summary>Claims that a null may meet, because it is what they say: some digit at first.</summary>
    private static readonly string[] OfChance = ["chance-level"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-nulls-");
    private readonly Run run;
    private readonly IReadOnlyList<SymbolicProgram> programs;
    private readonly NullTraining nulls;

    public NullModelTests()
    {
        run = Run.Create(Path.Combine(folder.FullName, "null"), Preset);
        programs = run.HeldBackSplits(CancellationToken.None).Test;
        nulls = new NullTraining(programs, 10, new Seed(3));
    }

    public static TheoryData<NullModel> Models { get; } = [.. Enum.GetValues<NullModel>()];

    /// <summary>The accuracy curve of the paper, which says nothing of how it comes about.</summary>
    private static RunMetrics Curve
    {
        get
        {
            var curve = SimulatedRun.Corners((800, 0.12), (1_200, 0.56), (14_000, 0.56), (34_000, 0.995), (105_465, 0.9995));
            return new RunMetrics(
                [.. SimulatedRun.Steps(105_000, 2_500).Concat([1_200L, 1_700, 105_465]).Distinct().Order().Select(step =>
                    SampleEvaluation.At(step, (int)(1_500 * curve(step)) / 2 * 2, n: 1_500))],
                null);
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Models))]
    public void NoPhenomenonIsSeenInANullModel(NullModel model)
    {
        foreach (Evaluation evaluation in nulls.Like(model, Curve).Evaluations)
        {
            MetricsFile.Append(run.MetricsPath, evaluation);
        }

        AssertNothing();
        PhaseKind[] kinds = [.. PhasesAnalysis.Run(PhaseMetrics.Of(run), new PhasesSpec()).Phases.Select(phase => phase.Kind)];
        Assert.Equal(
            model switch
            {
                NullModel.UniformDigit => [PhaseKind.Chance],
                NullModel.UniformConstant => [PhaseKind.Guessing],
                NullModel.FirstLine => [PhaseKind.Heuristic],
                _ => [PhaseKind.Chance, PhaseKind.Guessing, PhaseKind.Solved],
            },
            kinds);
    }

    /// <summary>The compiled model's own weights in random order, and random weights in their place.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NoPhenomenonIsSeenInShuffledOrUntrainedWeights(bool shuffled)
    {
        var circuit = new Circuit(CircuitKind.Values, HasShortcut: false);
        CircuitSheet sheet = circuit.Weights(CircuitStage.Whole);
        RandomStream random = new Seed(8).Stream();
        foreach ((_, float[] values) in shuffled ? [] : sheet.Tensors.Values)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)(random.NextDouble() - 0.5);
            }
        }

        string path = Path.Combine(folder.FullName, "weights.safetensors");
        CompiledRun.WriteWeights(path, shuffled ? CompiledRun.Shuffled(sheet, new Seed(8)) : sheet);
        var model = Bindscope.Model.Weights.ModelWeights.Load(path, circuit.Preset.Model);
        Evaluation evaluation = new Evaluator([.. programs.Take(300)]).Run(model, 1, default, TestContext.Current.CancellationToken);
        foreach (long step in SimulatedRun.Steps(105_000, 5_000))
        {
            MetricsFile.Append(run.MetricsPath, evaluation with { Step = step });
        }

        AssertNothing();
        Assert.DoesNotContain(
            PhasesAnalysis.Run(PhaseMetrics.Of(run), new PhasesSpec()).Phases, phase => phase.Kind is PhaseKind.Heuristic or PhaseKind.Solved);
    }

    /// <summary>A reference run, of which nearly every claim is tested.</summary>
    [Fact]
    public void EveryClaimThatIsTestedStandsBesideANullOrSaysWhyNot()
    {
        ReportDocument report = new RunReport(Run.Open(Path.Combine(Sources.Root, "reference/small-lm-256")), null, "test").Document;
        Assert.True(report.Claims.Count(claim => claim.Nulls.Length > 0) >= 18);
        Assert.Empty(report.Claims
            .Where(claim => claim.Verdict != Verdict.NotTested && claim.Nulls.IsEmpty && claim.NoNull.Length == 0).Select(claim => claim.Id));
        Assert.All(report.Claims, claim => Assert.True(claim.Nulls.IsEmpty || claim.NoNull.Length == 0));
        Assert.DoesNotContain(report.Claims, claim => claim.Verdict == Verdict.Reproduced && claim.Nulls.Any(score => score.Passes));
    }

    /// <summary>Guessers have no plateau of their own, so the plateau's criteria are asked of the level that they have: they are as often right, by chance.</summary>
    [Fact]
    public void ThePlateausCriteriaAreAskedOfNullModels()
    {
        Claim plateau = new RunReport(Run.Open(Path.Combine(Sources.Root, "reference", "small-lm-256")), null, "test").Document.Claims
            .Single(claim => claim.Id == "plateau");
        Assert.Equal(Verdict.Reproduced, plateau.Verdict);
        Assert.All(plateau.Nulls, score => Assert.Matches("^[0-9.]+ % \\(.*; named (chance|guessing|heuristic|other)$", score.Observation));
        Assert.DoesNotContain("named heuristic", plateau.Nulls.Single(score => score.Model.StartsWith("guesses", StringComparison.Ordinal)).Observation,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TheGuessersAccuracyIsThatOfItsGuesses() =>
        Assert.InRange(nulls.Like(NullModel.UniformConstant, Curve).Evaluations[0].Accuracy - nulls.GuessAccuracy(), -0.04, 0.04);

    [Fact]
    public void AClaimThatANullPassesIsNotReproduced()
    {
        Claim seen = Claim.Tested("any", "2a", "It does.", "it does", [Finding.Seen("it", "it", holds: true, "it does")]);
        Assert.Equal(Verdict.Reproduced, seen.Beside([new NullScore("does nothing", "it does not", Passes: false)]).Verdict);
        Claim vacuous = seen.Beside([new NullScore("does nothing", "it does", Passes: true)]);
        Assert.Equal(Verdict.NotTestable, vacuous.Verdict);
        Assert.Contains("does nothing", vacuous.Note, StringComparison.Ordinal);
        Claim other = Claim.Tested("any", "2a", "It does.", "it does", [Finding.Seen("it", "it", holds: false, "it does not")]);
        Assert.Equal(Verdict.Differs, other.Beside([new NullScore("does nothing", "it does", Passes: true)]).Verdict);
    }

    private void AssertNothing()
    {
        ReportDocument report = new RunReport(run, null, "test").Document;
        Assert.Empty(report.Claims.Where(claim => claim.Verdict == Verdict.Reproduced && !OfChance.Contains(claim.Id)).Select(claim => claim.Id));
        Assert.All(
            report.Claims.Where(claim => claim.Id is "three-phases" or "plateau" or "line-1-heuristic"), claim => Assert.True(claim.Nulls.Length >= 4));
    }
}
