using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using CsCheck;
using Xunit;

namespace Bindscope.Programs.Tests.Tokens;

public sealed class PositionsTests
{
    [Fact]
    public void PositionsPointAtWhatTheyName() => ProgramGen.Any.Sample(program =>
    {
        string text = program.ToText();
        int lines = program.Lines.Length;
        for (int line = 1; line <= lines; line++)
        {
            Assignment assignment = program.Lines[line - 1];
            Assert.Equal(assignment.Name, text[Positions.Name(line)]);
            Assert.Equal('=', text[Positions.EqualsSign(line)]);
            Assert.Equal(assignment.Right, text[Positions.Right(line)]);
            Assert.Equal('\n', text[Positions.Newline(line)]);
        }

        Assert.Equal('#', text[Positions.Hash(lines)]);
        Assert.Equal(program.Query, text[Positions.QueryVariable(lines)]);
        Assert.Equal(':', text[Positions.Colon(lines)]);
        Assert.Equal(text.Length, Positions.Answer(lines));
        Assert.Equal(text.Length, Positions.PromptLength(lines));
    });

    [Fact]
    public void SixteenLinesHaveThePapersPositions() =>
        Assert.Equal((64, 65, 66, 67), (Positions.Hash(16), Positions.QueryVariable(16), Positions.Colon(16), Positions.Answer(16)));
}
