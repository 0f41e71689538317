using Bindscope.Analysis.Phases;
using Bindscope.Errors;
using Bindscope.Programs.Generation;
using Bindscope.Runs;

namespace Bindscope.Tests.Phases;

public sealed class PhasesAnalysisTests
{
    private static readonly PhasesSpec Spec = new();

    /// <summary>Figure 2 of the paper, as its text gives it: 12 % to step 800, 56 % from 1,200 to 14,000, 99 % from 34,000, 99.9 %.</summary>
    private static readonly Func<long, double> Paper = SimulatedRun.Corners(
        (800, 0.12), (1_200, 0.56), (14_000, 0.56), (34_000, 0.99), (105_400, 0.9992));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ThePapersCurveGivesThePapersPhases(bool sparse)
    {
        var steps = Enumerable.Range(0, 528).Select(i => 200L * i);
        long[] logSpaced = [.. Enumerable.Range(0, 64).Select(i => 200 * (long)Math.Round(Math.Exp(i * Math.Log(527) / 63))).Distinct()];
        var result = Run(sparse ? [0, .. logSpaced] : steps, Paper, programs: 10_000, wobble: 0.005);
        AssertKinds(result, PhaseKind.Chance, PhaseKind.Heuristic, PhaseKind.Solved);
        var (chance, heuristic, solved) = (result.Phases[0], result.Phases[1], result.Phases[2]);
        Assert.True(chance.End!.Value.Contains(800), $"{chance.End}");
        Assert.True(heuristic.Start!.Value.Contains(1_200), $"{heuristic.Start}");
        Assert.True(heuristic.End!.Value.Contains(14_000), $"{heuristic.End}");
        Assert.True(solved.Start!.Value.Contains(34_000), $"{solved.Start}");
        Assert.Equal(0, chance.FirstStep);
        Assert.InRange(chance.LastStep, 600, 1_000);
        Assert.InRange(heuristic.FirstStep, 1_000, 1_400);
        Assert.InRange(heuristic.LastStep, 12_000, 16_000);
        Assert.InRange(solved.FirstStep, 30_000, 38_000);
        Assert.True(solved.LastStep >= 105_000);
        Assert.InRange(heuristic.Accuracy.Value, 0.55, 0.57);
        Assert.StartsWith("All three phases", result.Findings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void ARunOfChanceHasOnePhaseAndSaysSo()
    {
        var result = Run(SimulatedRun.Steps(5_000, 100), _ => 0.105, wobble: 0.02);
        AssertKinds(result, PhaseKind.Chance);
        Assert.Empty(result.Transitions);
        Assert.StartsWith("Never left chance", result.Findings[0], StringComparison.Ordinal);
        Assert.All(result.Milestones, milestone => Assert.Null(milestone.FirstReached));
    }

    /// <summary>The first evaluations of a real run: which tokens are digits is learnt first, and is no phase of its own.</summary>
    [Fact]
    public void ComingUpToChanceBelongsToChance()
    {
        var rising = SimulatedRun.Corners((8, 0.002), (20, 0.1), (30, 0.11), (70, 0.41));
        var result = Run([0, 5, 7, 10, 14, 20, 28, 40, 57, 71, 100, 113, 141, 160, 200, 220], rising);
        AssertKinds(result, PhaseKind.Chance, PhaseKind.Heuristic);
        Assert.InRange(result.Phases[0].LastStep, 20, 40);
        Assert.InRange(result.Phases[0].Accuracy.Value, 0.02, 0.09);
    }

    [Fact]
    public void ARunThatStaysOnThePlateauSaysSo()
    {
        var drifting = SimulatedRun.Corners((150, 0.11), (250, 0.35), (4_000, 0.42));
        var result = Run(SimulatedRun.Steps(4_000, 100), drifting);
        AssertKinds(result, PhaseKind.Chance, PhaseKind.Heuristic);
        Assert.StartsWith("Never left the heuristic plateau", result.Findings[0], StringComparison.Ordinal);
        Assert.Null(result.Phases[1].End);
    }

    [Fact]
    public void ARunThatStartsOnThePlateauHasNoChance()
    {
        var result = Run([500, 600, 700, 800, 900, 1_000], _ => 0.4);
        AssertKinds(result, PhaseKind.Heuristic);
        Assert.Contains(result.Findings, finding => finding.StartsWith("No chance phase", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.15)]
    [InlineData(0.3)]
    public void ASmoothSolutionShowsNoPlateau(double width)
    {
        var result = Run(SimulatedRun.Steps(6_000, 75), step => 0.11 + (0.889 * SimulatedRun.Sigmoid(step, 700, width)));
        AssertKinds(result, PhaseKind.Chance, PhaseKind.Solved);
        Assert.Contains("no heuristic plateau", result.Findings[0], StringComparison.Ordinal);
        Assert.Single(result.Transitions);
    }

    [Fact]
    public void ACurvedRiseWithATailKeepsItsThreePhases()
    {
        var result = Run(SimulatedRun.Steps(6_000, 75), Curved);
        AssertKinds(result, PhaseKind.Chance, PhaseKind.Heuristic, PhaseKind.Solved);
        Assert.InRange(result.Phases[1].LastStep, 400, 1_000);
        Assert.InRange(result.Phases[2].FirstStep, 2_500, 4_500);
    }

    [Fact]
    public void ARunStoppedOnItsWayEndsInATransition()
    {
        var result = Run(SimulatedRun.Steps(1_500, 75), Curved);
        AssertKinds(result, PhaseKind.Chance, PhaseKind.Heuristic);
        Assert.Null(result.Transitions[^1].To);
        Assert.StartsWith("Left the heuristic plateau", result.Findings[0], StringComparison.Ordinal);
        Assert.Contains(result.Findings, finding => finding.StartsWith("The run ended in a transition", StringComparison.Ordinal));
    }

    [Fact]
    public void ARunStoppedAsSoonAsItIsGoodEnoughIsSolved()
    {
        var curve = SimulatedRun.Corners((150, 0.11), (250, 0.36), (600, 0.36), (2_000, 0.999));
        var result = Run(SimulatedRun.Steps(2_000, 100), curve);
        AssertKinds(result, PhaseKind.Chance, PhaseKind.Heuristic, PhaseKind.Solved);
        Assert.Equal(2_000, result.Phases[2].LastStep);
        var tail = SimulatedRun.Corners((150, 0.11), (250, 0.36), (600, 0.36), (2_000, 0.97), (2_500, 0.98), (3_000, 0.999));
        AssertKinds(Run(SimulatedRun.Steps(3_000, 100), tail), PhaseKind.Chance, PhaseKind.Heuristic, PhaseKind.Solved);
    }

    [Fact]
    public void APlateauThatIsNoHeuristicIsNotCalledOne()
    {
        var curve = SimulatedRun.Corners((150, 0.11), (250, 0.36), (900, 0.36), (2_000, 0.999));
        var late = Run(SimulatedRun.Steps(4_000, 50), curve, firstTwoWhereWrong: accuracy => accuracy < 0.2 ? 0.2 : 0.3);
        AssertKinds(late, PhaseKind.Chance, PhaseKind.Other, PhaseKind.Solved);
        Assert.Contains(late.Findings, finding => finding.Contains("neither chance, nor heuristic", StringComparison.Ordinal));

        // As often as a guesser says the first two: guesses, though most predictions are one of them.
        var guessing = Run(
            SimulatedRun.Steps(4_000, 50), curve, firstTwoShare: _ => 0.7, firstTwoWhereWrong: accuracy => accuracy < 0.2 ? 0.2 : 0.41);
        AssertKinds(guessing, PhaseKind.Chance, PhaseKind.Guessing, PhaseKind.Solved);
        Assert.Contains("no heuristic plateau", guessing.Findings[0], StringComparison.Ordinal);
        Assert.Contains(guessing.Findings, finding => finding.Contains("guesses among the program's constants", StringComparison.Ordinal));
    }

    /// <summary>Older builds did not count wrong predictions: such a plateau stays without a name, and the findings say why.</summary>
    [Fact]
    public void WithoutCountsOfWrongPredictionsNoPlateauIsAHeuristic()
    {
        var random = new Seed(11).Stream();
        var curve = SimulatedRun.Corners((150, 0.11), (250, 0.36), (900, 0.36), (2_000, 0.999));
        var metrics = SimulatedRun.Of(SimulatedRun.Steps(4_000, 50), curve, ref random);
        var result = PhasesAnalysis.Run(
            metrics with { Evaluations = [.. metrics.Evaluations.Select(evaluation => evaluation with { Wrong = null })] }, Spec);
        AssertKinds(result, PhaseKind.Chance, PhaseKind.Other, PhaseKind.Solved);
        Assert.Contains(result.Findings, finding => finding.Contains("cannot be tested", StringComparison.Ordinal));
    }

    /// <summary>
    /// A run of the paper's objective on 16 lines that was 57 % right on its plateau and 87 % at its end: a right answer is one of the first
    /// two constants in three of four programs there.
    /// </summary>
    [Fact]
    public void ALevelOnTheWayFromTheHeuristicIsNoHeuristicThoughItSaysTheFirstTwoConstantsOften()
    {
        var curve = SimulatedRun.Corners((400, 0.1), (700, 0.57), (60_000, 0.6), (80_000, 0.86));
        long[] steps = [.. SimulatedRun.Steps(1_000, 100), .. SimulatedRun.Steps(105_000, 500).Where(step => step > 1_000)];
        var result = Run(steps, curve, firstTwoShare: accuracy => accuracy < 0.2 ? 0.2 : accuracy < 0.65 ? 0.96 : 0.76);
        AssertKinds(result, PhaseKind.Chance, PhaseKind.Heuristic, PhaseKind.Other);
        Assert.StartsWith("Left the heuristic plateau", result.Findings[0], StringComparison.Ordinal);
        Assert.Contains(result.Findings, finding => finding.Contains("less often: 76", StringComparison.Ordinal));

        // A better heuristic, which agrees with the first two constants as before, is one still.
        var better = Run(steps, curve, firstTwoShare: accuracy => accuracy < 0.2 ? 0.2 : 0.96);
        AssertKinds(better, PhaseKind.Chance, PhaseKind.Heuristic);
    }

    [Fact]
    public void LevelsWithoutANameStayApart()
    {
        var curve = SimulatedRun.Corners((900, 0.28), (1_800, 0.93));
        var result = Run(SimulatedRun.Steps(4_000, 50), curve, firstTwoWhereWrong: _ => 0.3);
        AssertKinds(result, PhaseKind.Other, PhaseKind.Other);
        Assert.InRange(result.Phases[0].Accuracy.Value, 0.26, 0.32);
        Assert.InRange(result.Phases[1].Accuracy.Value, 0.91, 0.95);
    }

    [Fact]
    public void ACollapseIsReported()
    {
        var curve = SimulatedRun.Corners((500, 0.11), (800, 0.999), (3_000, 0.999), (3_200, 0.1));
        var result = Run(SimulatedRun.Steps(5_000, 100), curve);
        AssertKinds(result, PhaseKind.Chance, PhaseKind.Solved, PhaseKind.Chance);
        Assert.StartsWith("Was solved, and is no longer: 10.", result.Findings[0], StringComparison.Ordinal);
        Assert.Contains(result.Findings, finding => finding.StartsWith("Accuracy fell by 89.4 points between steps", StringComparison.Ordinal));
    }

    [Fact]
    public void AFallBackToTheHeuristicIsNotAllThreePhases()
    {
        var curve = SimulatedRun.Corners((500, 0.11), (800, 0.999), (3_000, 0.999), (3_200, 0.4));
        var result = Run(SimulatedRun.Steps(5_000, 100), curve);
        AssertKinds(result, PhaseKind.Chance, PhaseKind.Solved, PhaseKind.Heuristic);
        Assert.StartsWith("Was solved, and is no longer", result.Findings[0], StringComparison.Ordinal);
    }

    /// <summary>The accuracy of a run of six lines that was asked for answers only: half a point a hundred steps, and no mechanism but the heuristic.</summary>
    [Fact]
    public void ASlowDriftToTheEndHasNotLeftThePlateau()
    {
        var curve = SimulatedRun.Corners((28, 0.11), (71, 0.447), (566, 0.447), (6_000, 0.505));
        var drifting = Run(SimulatedRun.Steps(6_000, 50), curve, firstTwoShare: accuracy => accuracy < 0.2 ? 0.2 : 0.86);
        AssertKinds(drifting, PhaseKind.Chance, PhaseKind.Heuristic);
        Assert.StartsWith("Never left the heuristic plateau", drifting.Findings[0], StringComparison.Ordinal);
        Assert.Equal(6_000, drifting.Phases[1].LastStep);
        Assert.Null(drifting.Phases[1].End);

        // A rise no faster, but with fewer of the first two constants: something else has begun.
        var rising = SimulatedRun.Corners((28, 0.11), (71, 0.447), (566, 0.447), (6_000, 0.6));
        var leaving = Run(SimulatedRun.Steps(6_000, 50), rising, firstTwoShare: accuracy => accuracy < 0.2 ? 0.2 : accuracy < 0.48 ? 0.86 : 0.7);
        Assert.StartsWith("Left the heuristic plateau", leaving.Findings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void ACurveThatWandersWidelyHasNoLevels()
    {
        var result = Run(SimulatedRun.Steps(5_000, 100), step => step / 100 % 2 == 0 ? 0.7 : 0.4);
        Assert.Contains(result.Findings, finding => finding.StartsWith("Accuracy wanders by 14 points", StringComparison.Ordinal));
        Assert.DoesNotContain(
            Run(SimulatedRun.Steps(5_000, 100), Paper, wobble: 0.02).Findings, finding => finding.StartsWith("Accuracy wanders", StringComparison.Ordinal));
    }

    [Fact]
    public void TwoEvaluationsAreEnoughForAnAnswer()
    {
        AssertKinds(Run([0, 1_000], step => step == 0 ? 0.1 : 0.995), PhaseKind.Chance, PhaseKind.Solved);
        AssertKinds(Run([0], _ => 0.1), PhaseKind.Chance);
        AssertKinds(Run([0, 1_000, 2_000], step => step == 0 ? 0.1 : 0.4), PhaseKind.Chance, PhaseKind.Heuristic);
    }

    [Fact]
    public void PhasesAndTransitionsShareOutEveryEvaluation()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Seed(7).Split(seed).Stream();
            var corners = Enumerable.Range(1, 5).Select(i => (100.0 * i * i * (1 + random.NextDouble()), random.NextDouble())).ToArray();
            var metrics = SimulatedRun.Of(SimulatedRun.Steps(6_000, 200), SimulatedRun.Corners(corners), ref random);
            var result = PhasesAnalysis.Run(metrics, Spec);
            var shared = result.Phases.Sum(phase => phase.Evaluations) + result.Transitions.Sum(transition => transition.Evaluations);
            Assert.Equal(metrics.Evaluations.Length, shared);
            Assert.All(result.Phases, phase => Assert.True(phase.Start is not { } start || start.Contains(phase.FirstStep)));
            Assert.All(result.Phases, phase => Assert.True(phase.End is not { } end || end.Contains(phase.LastStep)));
        }
    }

    [Fact]
    public void MilestonesTellReachedFromSustained()
    {
        var random = new Seed(3).Stream();
        double[] accuracies = [0.1, 0.95, 0.85, 0.96, 1.0];
        var metrics = SimulatedRun.Of([0, 100, 200, 300, 400], step => accuracies[step / 100], ref random, programs: 20_000);
        var milestones = PhasesAnalysis.Run(metrics, Spec).Milestones;
        Assert.Equal(new Milestone(0.9, 100, 300), milestones[0]);
        Assert.Equal(new Milestone(0.99, 400, 400), milestones[1]);
    }

    [Fact]
    public void AnImpossibleSpecIsRefused()
    {
        var metrics = new RunMetrics([Runs.SampleEvaluation.At(0, 100)], null);
        var impossible = new PhasesSpec(Digits: 1);
        var error = Assert.Throws<UserException>(() => PhasesAnalysis.Run(metrics, impossible));
        Assert.Contains("phases: digits is 1; it must be 2 to 10", error.Message, StringComparison.Ordinal);
        Assert.Throws<UserException>(() => PhasesAnalysis.Run(new RunMetrics([], null), Spec));
    }

    /// <summary>The curve that small runs showed: a plateau that drifts, a rise that is steep first, a long tail.</summary>
    private static double Curved(long step) =>
        0.11 + (0.24 * SimulatedRun.Sigmoid(step, 200, 0.06)) + (0.02 * Math.Min(1, step / 700.0))
        + (0.629 * (step <= 600 ? 0 : 1 - Math.Exp(-Math.Pow((step - 600) / 1_200.0, 1.1))));

    private static PhasesResult Run(
        IEnumerable<long> steps,
        Func<long, double> accuracy,
        int programs = 4_000,
        double wobble = 0,
        Func<double, double>? firstTwoShare = null,
        Func<double, double>? firstTwoWhereWrong = null)
    {
        var random = new Seed(11).Stream();
        return PhasesAnalysis.Run(SimulatedRun.Of(steps, accuracy, ref random, programs, wobble, firstTwoShare, firstTwoWhereWrong), Spec);
    }

    private static void AssertKinds(PhasesResult result, params PhaseKind[] kinds) =>
        Assert.Equal(kinds, result.Phases.Select(phase => phase.Kind));
}
