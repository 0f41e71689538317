using Bindscope.Analysis.Behaviour;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Tests.Analysis.Behaviour;

/// <summary>Models that are rules: what they do is known, and has to be found.</summary>
public sealed class BehaviourSummaryTests
{
    private readonly TestPrograms tests = new(Draw(800));

    [Fact]
    public void AModelThatFollowsLineOneIsFoundOut()
    {
        CheckpointBehaviour found = Measure(0, (_, i) => Says(Heuristic.FirstLine, i));
        HeuristicMatch first = Match(found, Heuristic.FirstLine);
        Assert.Equal(1, first.Says!.Value.Value);
        Assert.Equal(1, first.SaysWhereWrong!.Value.Value);
        Assert.True(first.Weight!.Value.Value > 0.97, $"{first.Weight}");
        Assert.Equal(1, found.ByFeature.Single(one => one is { Feature: ProgramFeature.AnswerLine, Value: 1 }).Accuracy.Value);
        Assert.Equal(0, found.Outcomes.Where(one => one.Outcome is not (Outcome.Right or Outcome.FirstLine)).Sum(one => one.Share.Value));
        Disagreement against = found.Disagreements.Single(one => one is { First: Heuristic.Chain, Second: Heuristic.FirstLine });
        Assert.Equal((0.0, 1.0), (against.SaysFirst.Value, against.SaysSecond.Value));
        Assert.True(against.PValue < 1e-10);
    }

    [Fact]
    public void AMixtureOfTwoRulesIsTakenApart()
    {
        CheckpointBehaviour found = Measure(0, (random, i) => Says(random < 0.7 ? Heuristic.Chain : Heuristic.LastConstant, i));
        (double chain, double last) = (Match(found, Heuristic.Chain).Weight!.Value.Value, Match(found, Heuristic.LastConstant).Weight!.Value.Value);
        Assert.InRange(chain, 0.62, 0.78);
        Assert.InRange(last, 0.22, 0.38);
        Assert.InRange(found.Guess!.Value.Value, 0, 0.04);
        Assert.InRange(found.GuessConstant!.Value.Value, 0, 0.06);
    }

    /// <summary>Guesses among a program's constants are no mixture of the rules that say constants.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.36)]
    public void AGuesserAmongTheConstantsIsFoundOut(double solved)
    {
        RandomStream guesses = new Seed(21).Stream();
        CheckpointBehaviour found = Measure(0, (random, i) => random < solved
            ? Says(Heuristic.Chain, i)
            : tests.Programs[i].Lines.Where(line => line.IsConstant).Select(line => line.Right - '0').ToArray() is var constants
            ? constants[guesses.Next(constants.Length)]
            : 0);
        Assert.True(found.GuessConstant!.Value.High > 0.9 * (1 - solved), $"{found.GuessConstant}");
        Assert.InRange(Match(found, Heuristic.Chain).Weight!.Value.Value, solved - 0.08, solved + 0.08);
        Assert.InRange(Match(found, Heuristic.FirstLine).Weight!.Value.Value, 0, 0.08);
    }

    [Fact]
    public void PredictionsThatAreNoDigitsHaveNoExplanation()
    {
        CheckpointBehaviour found = Measure(0, (_, _) => 20);
        Assert.Null(found.Guess);
        Assert.All(found.ExplainedBy, explanation => Assert.Equal(-2, explanation));
        Assert.Equal(1, found.Predictions.Single(one => one.Digit == -1).Share.Value);
        Assert.Equal(tests.Programs.Count, found.Confusion.Sum(row => row[10]));
    }

    [Fact]
    public void ChangesAndHistoriesAddUp()
    {
        CheckpointBehaviour[] checkpoints =
        [
            Measure(0, (_, _) => 20),
            Measure(10, (_, i) => Says(Heuristic.Chain, i)),
            Measure(20, (_, i) => Says(Heuristic.FirstLine, i)),
            Measure(30, (_, i) => Says(Heuristic.Chain, i)),
        ];
        BehaviourResult result = BehaviourAnalysis.Summary(checkpoints, tests);
        int onLineOne = tests.Says[(int)Heuristic.FirstLine].Where((digit, i) => digit == tests.Executions[i].Value).Count();
        int others = tests.Programs.Count - onLineOne;
        Assert.Equal([(800, 0, 0), (0, others, onLineOne), (others, 0, onLineOne)], result.Flips.Select(f => (f.Gained, f.Lost, f.BothRight)));
        Assert.All(result.Transitions.GroupBy(one => one.To), step => Assert.Equal(800, step.Sum(one => one.Programs)));
        Learning learning = result.Learning!;
        Assert.Equal(onLineOne, learning.LearnedAt.Count(step => step == 10));
        Assert.Equal(others, learning.LearnedAt.Count(step => step == 30));
        Assert.Equal(others, learning.Forgotten.Sum());
        Assert.Equal(10, learning.Groups.Single(one => one is { Feature: ProgramFeature.AnswerLine, Value: 1 }).MedianStep);
        Assert.Equal((30, 1), (learning.Hard[0].LearnedAt, learning.Hard[0].Forgotten));
        Assert.Equal((10, 0), (learning.Easy[0].LearnedAt, learning.Easy[0].Forgotten));
    }

    [Fact]
    public void PredictionsComeWithTheProgramsTheyAreOf()
    {
        BehaviourResult result = BehaviourAnalysis.Summary([Measure(0, (_, i) => Says(Heuristic.Chain, i))], tests);
        Assert.All(result.Texts!.Value.Zip(result.Checkpoints[0].PredictionOf), pair =>
            Assert.Equal(Interpreter.Run(ProgramParser.Parse(pair.First)).Value, pair.Second));
        Assert.Equal(800, result.Texts.Value.Length);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(10, 0, 2.0 / 1024)]
    [InlineData(1, 9, 22.0 / 1024)]
    public void McNemarIsTheBinomialTest(int gained, int lost, double p) => Assert.Equal(p, McNemar.PValue(gained, lost), 12);

    [Fact]
    public void McNemarHoldsForMany() => Assert.InRange(McNemar.PValue(0, 4000), 0, 1e-300);

    [Fact]
    public void CalibrationComparesConfidenceWithAccuracy()
    {
        Reading[] readings = [.. Enumerable.Range(0, 200).Select(i => new Reading(0, i < 100 ? 0.95 : 0.55, 0.5))];
        Calibration found = CalibrationCurve.Of(readings, [.. Enumerable.Range(0, 200).Select(i => i < 100 ? i < 75 : i < 155)]);
        Assert.Equal([0.75, 0.55], found.Bins.Reverse().Select(bin => bin.Accuracy.Value));
        Assert.Equal(0.1, found.ExpectedError.Value, 9);
        Assert.Equal(0.1, found.Overconfidence.Value, 9);
    }

    private CheckpointBehaviour Measure(int step, Func<double, int, int> predict)
    {
        RandomStream random = new Seed(5).Stream();
        var readings = new Reading[tests.Programs.Count];
        for (int i = 0; i < readings.Length; i++)
        {
            readings[i] = new Reading(predict(random.NextDouble(), i), 0.9, 0.1);
        }

        return CheckpointMeasures.Of(step, readings, tests, 10);
    }

    private int Says(Heuristic heuristic, int program) => tests.Says[(int)heuristic][program];

    private static HeuristicMatch Match(CheckpointBehaviour found, Heuristic heuristic) => found.Heuristics.Single(one => one.Heuristic == heuristic);

    private static SymbolicProgram[] Draw(int count)
    {
        var generator = new ProgramGenerator(new GeneratorSpec(Lines: 8, MaximumHops: 3));
        RandomStream random = new Seed(3).Stream();
        var programs = new SymbolicProgram[count];
        for (int i = 0; i < count; i++)
        {
            programs[i] = generator.Next(ref random);
        }

        return programs;
    }
}
