using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Loop;

namespace Bindscope.Tests.Training;

public sealed class EvaluatorTests
{
    private static readonly SymbolicProgram[] Programs =
    [
        ProgramParser.Parse("a=1\nb=2\nc=b\n#c:"), // 2, two hops, line 2
        ProgramParser.Parse("a=1\nb=2\nc=b\n#a:"), // 1, one hop, line 1
        ProgramParser.Parse("a=3\nb=a\nc=4\n#c:"), // 4, one hop, line 3
        ProgramParser.Parse("a=3\nb=a\nc=b\n#c:"), // 3, three hops, line 1
        ProgramParser.Parse("a=5\nb=6\nc=7\n#c:"), // 7, one hop, line 3
        ProgramParser.Parse("a=5\nb=6\nc=7\n#b:"), // 6, one hop, line 2
    ];

    [Fact]
    public void EveryCountIsWhatWasPredicted()
    {
        var evaluation = new Evaluator(Programs).Tally([1, 1, 4, 9, 39, 7], new TrainingMeasures(40, 1.5, 0.25, 1e-3));

        Assert.Equal((40, 1.5, 1e-3, 0.25), (evaluation.Step, evaluation.Loss, evaluation.LearningRate, evaluation.TrainAccuracy));
        Assert.Equal((6, 2 / 6.0), (evaluation.N, evaluation.Accuracy));
        Assert.Equal([new HopsTally(1, 4, 2), new HopsTally(2, 1, 0), new HopsTally(3, 1, 0)], evaluation.ByHops);
        Assert.Equal([new AnswerLineTally(1, 2, 1), new AnswerLineTally(2, 2, 0), new AnswerLineTally(3, 2, 1)], evaluation.ByAnswerLine);
        Assert.Equal([0, 2, 0, 0, 1, 0, 0, 1, 0, 1], evaluation.Predictions);
        Assert.Equal(1, evaluation.NonDigit);
        Assert.Equal(2, evaluation.Line1Constant); // 1 and 1
        Assert.Equal((0, 4), (evaluation.Line2Constant, evaluation.Line2ConstantN));
        Assert.Equal(3, evaluation.FirstTwoConstants); // 1, 1, and the 4 of line 3, which is the second constant
        Assert.Equal(4, evaluation.AnyConstant); // these and the 7
        // Wrong: 1 for 2 (a guesser had 1 left, of the first two), 9 for 3 (none left), 39 for 7 (5 and 6, both), 7 for 6 (5 and 7, half).
        Assert.Equal(new WrongTally(4, 1, 2.5, 2, 0.556), evaluation.Wrong);
        Assert.Empty(evaluation.Problems());
    }

    [Fact]
    public void PerfectPredictionsAreAllRight()
    {
        var evaluation = new Evaluator(Programs).Tally([2, 1, 4, 3, 7, 6], default);

        Assert.Equal(1, evaluation.Accuracy);
        Assert.All(evaluation.ByHops, tally => Assert.Equal(tally.N, tally.Correct));
        Assert.Equal((2, 4), (evaluation.Line2Constant, evaluation.Line2ConstantN));
        Assert.Equal((6, 2, 0), (evaluation.AnyConstant, evaluation.Line1Constant, evaluation.NonDigit));
    }

    [Fact]
    public void TooFewPredictionsAreAnArgumentError()
        => Assert.Throws<ArgumentException>(() => new Evaluator(Programs).Tally([1, 2], default));
}
