using Bindscope.Analysis.Behaviour;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Tests.Analysis.Behaviour;

public sealed class HeuristicRulesTests
{
    // Lines: 1 k=2, 2 j=k (2), 3 j=7, 4 d=j (7), 5 j=5, 6 k=4; the query d resolves through line 4 to line 3.
    private const string Text = "k=2\nj=k\nj=7\nd=j\nj=5\nk=4\n#d:";

    private static readonly int[] Predictions = [7, 2, 5, 9, 12];

    private static readonly ProgramFeature[] Features =
    [
        ProgramFeature.AnswerLine, ProgramFeature.Hops, ProgramFeature.Distractors, ProgramFeature.Branches, ProgramFeature.ChainSpan,
        ProgramFeature.QueriedNameAssignments, ProgramFeature.QueryLine, ProgramFeature.RebindingsOnChain, ProgramFeature.Constants,
    ];

    [Theory]
    [InlineData(Heuristic.Chain, 7)]
    [InlineData(Heuristic.FirstLine, 2)]
    [InlineData(Heuristic.SecondLine, -1)]
    [InlineData(Heuristic.SecondConstant, 7)]
    [InlineData(Heuristic.LastConstant, 4)]
    [InlineData(Heuristic.MostFrequentConstant, -1)]
    [InlineData(Heuristic.LongestChain, -1)] // lines 2 and 4 are both of depth 2, and hold 2 and 7
    [InlineData(Heuristic.LastLine, 4)]
    [InlineData(Heuristic.OneHop, -1)]
    [InlineData(Heuristic.TwoHops, 7)]
    [InlineData(Heuristic.FirstAssignment, 7)]
    [InlineData(Heuristic.LateBinding, 5)]
    [InlineData(Heuristic.NearestConstant, 7)]
    public void EachSaysWhatItsNameSays(Heuristic heuristic, int digit) => Assert.Equal(digit, Says(heuristic, Text));

    [Theory]
    [InlineData(Heuristic.SecondLine, "a=1\nb=3\nc=3\n#c:", 3)]
    [InlineData(Heuristic.MostFrequentConstant, "a=1\nb=3\nc=3\n#a:", 3)]
    [InlineData(Heuristic.LongestChain, "a=1\nb=a\nc=3\n#c:", 1)]
    [InlineData(Heuristic.OneHop, "a=1\nb=a\nc=3\n#c:", 3)]
    [InlineData(Heuristic.FirstAssignment, "a=1\nb=2\na=b\n#a:", 1)]
    [InlineData(Heuristic.LateBinding, "a=1\nb=a\na=b\n#a:", -1)] // a asks for b, b for a
    public void AndInOtherPrograms(Heuristic heuristic, string text, int digit) => Assert.Equal(digit, Says(heuristic, text));

    [Fact]
    public void OutcomesAreSortedByWhatIsPredicted()
    {
        SymbolicProgram program = ProgramParser.Parse(Text);
        Execution execution = Interpreter.Run(program);
        Assert.Equal(
            [Outcome.Right, Outcome.FirstLine, Outcome.OtherConstant, Outcome.AbsentDigit, Outcome.NonDigit],
            Predictions.Select(prediction => Outcomes.Of(prediction, program, execution)));
        SymbolicProgram other = ProgramParser.Parse("a=1\nb=3\n#a:");
        Assert.Equal(Outcome.SecondConstant, Outcomes.Of(3, other, Interpreter.Run(other)));
    }

    [Fact]
    public void FeaturesAreCounted()
    {
        SymbolicProgram program = ProgramParser.Parse(Text);
        int Of(ProgramFeature feature) => ProgramFeatures.Of(feature, program, Interpreter.Run(program));
        Assert.Equal(
            [3, 2, 4, 0, 1, 1, 4, 1, 4],
            Features.Select(Of));
    }

    private static int Says(Heuristic heuristic, string text)
    {
        SymbolicProgram program = ProgramParser.Parse(text);
        return HeuristicRules.Says(heuristic, program, Interpreter.Run(program));
    }
}
