using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs;

namespace Bindscope.Tests.Runs;

public sealed class LossByRoleTests
{
    private static readonly SymbolicProgram Program = ProgramParser.Parse("k=2\nj=k\nt=8\n#j:");

    [Fact]
    public void AModelThatKnowsNothingPaysTheLogarithmOfTheVocabularyForEachToken()
    {
        var loss = LossByRole.Of(Program, 2, new float[15 * 40]);

        Assert.Equal(2 * Math.Log(40), loss.LeftHandSide, 1e-9);
        Assert.Equal(2 * Math.Log(40 / 10.0) + Math.Log(40 / 26.0), loss.RightHandSideKind, 1e-9);
        Assert.Equal(2 * Math.Log(10), loss.RightHandSideDigit, 1e-9);
        Assert.Equal(Math.Log(26), loss.RightHandSideVariable, 1e-9);
        Assert.Equal(Math.Log(40), loss.Query, 1e-9);
        Assert.Equal(Math.Log(40), loss.Answer, 1e-9);
        Assert.Equal(8 * Math.Log(40), loss.Fixed, 1e-9);
        Assert.Equal(15 * Math.Log(40), loss.Total(), 1e-9);
    }

    [Theory]
    [InlineData(2, 2, "answer at the colon, by its value")]
    [InlineData(8, 0, "another digit")]
    public void TheAnswerIsReadAtTheColon(int digit, double expected, string why)
    {
        var logits = new float[15 * 40];
        logits[14 * 40 + digit] = 100;
        var answer = LossByRole.Of(Program, 2, logits).Answer;
        Assert.True(expected > 0 ? answer < 1e-6 : answer > 99, why);
    }

    [Fact]
    public void EachTokenIsPredictedAtTheOneBeforeIt()
    {
        var logits = new float[15 * 40];
        var tokens = Tokenizer.Encode(Program);
        for (var t = 1; t < tokens.Length; t++)
        {
            logits[(t - 1) * 40 + tokens[t]] = 100;
        }

        logits[14 * 40 + 2] = 100;
        Assert.Equal(0, LossByRole.Of(Program, 2, logits).Total(), 1e-6);
    }

    [Fact]
    public void TheMeanWeighsProgramsAlike()
    {
        var one = new LossByRole(1, 1, 2, 3, 4, 5, 6, 7);
        var three = new LossByRole(3, 5, 6, 7, 8, 9, 10, 11);
        Assert.Equal(new LossByRole(4, 4, 5, 6, 7, 8, 9, 10), LossByRole.Mean([one, three]));
    }
}
