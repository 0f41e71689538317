using Bindscope.Errors;
using Bindscope.Programs.Language;
using CsCheck;
using Xunit;

namespace Bindscope.Programs.Tests.Language;

public sealed class ProgramParserTests
{
    [Fact]
    public void ReadingWhatWasPrintedGivesTheSameProgram() =>
        ProgramGen.Any.Sample(program => ProgramParser.Parse(program.ToText()).Equals(program));

    [Fact]
    public void PrintingWhatWasReadGivesTheSameText()
    {
        const string text = "k=2\nj=k\nt=8\n#j:";
        Assert.Equal(text, ProgramParser.Parse(text).ToText());
    }

    [Theory]
    [InlineData("a=1\nb=a\n#b:\n")]
    [InlineData("a=1\nb=a\n#b:\n\n\n")]
    [InlineData("a=1\r\nb=a\r\n#b:\r\n")]
    public void LineEndsOfEditorsAreAccepted(string text) => Assert.Equal("a=1\nb=a\n#b:", ProgramParser.Parse(text).ToText());

    [Fact]
    public void AVariableMayBeAssignedToItselfOnceItIsBound() => Assert.Equal(2, ProgramParser.Parse("a=1\na=a\n#a:").Lines.Length);

    [Theory]
    [InlineData("", "1:1 the program is empty")]
    [InlineData("\n\n", "1:1 the program is empty")]
    [InlineData("#a:", "1:2 a is not bound above")]
    [InlineData("a=1", "2:1 the query is missing: a last line such as #a:")]
    [InlineData("a=1\n#b:", "2:2 b is not bound above")]
    [InlineData("a=a\n#a:", "1:3 a is not bound above")]
    [InlineData("b=a\na=1\n#a:", "1:3 a is not bound above")]
    [InlineData("A=1\n#a:", "1:1 names are lower-case letters: write a=1")]
    [InlineData("a 1\n#a:", "1:2 expected '=', found a space")]
    [InlineData("a=+\n#a:", "1:3 expected a digit or a variable (a-z), found '+'")]
    [InlineData("a=\n#a:", "1:3 expected a digit or a variable (a-z), found the end of the line")]
    [InlineData("a=10\n#a:", "1:4 a constant is one digit (0-9)")]
    [InlineData("a=1\n\n#a:", "2:1 blank lines may stand after the query only")]
    [InlineData("a=1\n#a", "2:3 expected ':', found the end of the line")]
    [InlineData("a=1\n#a:1", "2:4 expected the end of the line, found '1'")]
    [InlineData("a=1\n#a:\nb=2", "3:1 nothing may follow the query")]
    public void AProblemHasItsLineAndColumn(string text, string problem) => Assert.Equal([problem], Problems(text));

    [Fact]
    public void AllProblemsAreReportedAtOnce() => Assert.Equal(
        [
            "2:3 c is not bound above",
            "3:2 expected '=', found 'k'",
            "5:3 names are lower-case letters: write m=x",
            "5:3 x is not bound above",
            "7:1 nothing may follow the query",
        ],
        Problems("k=2\nb=c\nkk=3\nm=2\nm=X\n#m:\nfoo"));

    [Fact]
    public void AVariableCountsAsBoundWhereItsOwnLineIsWrong() => Assert.Equal(["1:3 expected a digit or a variable (a-z), found '+'"], Problems("a=+\nb=a\n#b:"));

    [Fact]
    public void TheUserIsToldWhereTheTextCameFrom()
    {
        UserException error = Assert.Throws<ProgramException>(() => ProgramParser.Parse("a=b\n#c:")).ForUser("example.txt");
        Assert.Equal("example.txt is no program:\n  line 1, column 3: b is not bound above\n  line 2, column 2: c is not bound above", error.Message);
        Assert.Equal(2, error.ExitCode);
    }

    private static IEnumerable<string> Problems(string text) =>
        Assert.Throws<ProgramException>(() => ProgramParser.Parse(text)).Problems.Select(p => $"{p.Line}:{p.Column} {p.Message}");
}
