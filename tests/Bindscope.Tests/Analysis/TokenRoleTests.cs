using System.Text.Json;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Tests.Analysis;

public sealed class TokenRoleTests
{
    // The chain of w is line 1 (k=2), line 2 (j=k), line 4 (w=j); line 5 binds k again and changes nothing.
    private static readonly Execution Program = Interpreter.Run(ProgramParser.Parse("k=2\nj=k\nt=8\nw=j\nk=3\n#w:"));

    [Theory]
    [InlineData("rhs:1", 2)]
    [InlineData("rhs:2", 6)]
    [InlineData("rhs:3", 14)]
    [InlineData("rhs:4", -1)]
    [InlineData("rhs:1+3", 5)]
    [InlineData("rhs:3+1", 15)]
    [InlineData("rhs:3+6", -1)]
    [InlineData("name:3", 12)]
    [InlineData("newline:1", 3)]
    [InlineData("hash", 20)]
    [InlineData("query", 21)]
    [InlineData("colon", 22)]
    [InlineData("line:3", 10)]
    [InlineData("line:3.name", 8)]
    [InlineData("line:3.equals", 9)]
    [InlineData("line:5.newline", 19)]
    [InlineData("line:6", -1)]
    [InlineData("22", 22)]
    [InlineData("0", 0)]
    [InlineData("23", -1)]
    [InlineData("span:2+span:3", 6)]
    [InlineData("span:2+span:4", -1)]
    [InlineData("colon+rhs:1+3+line:3.newline", 5)]
    [InlineData("12+13", 12)]
    public void ARoleIsFoundInAProgramAndReadsBack(string text, int position)
    {
        TokenRole role = TokenRole.Parse(text);

        Assert.Equal(position, role.PositionIn(Program));
        Assert.Equal(text, role.ToString());
        string json = JsonSerializer.Serialize(role, AnalysisFolder.Options);
        Assert.Equal(role, JsonSerializer.Deserialize<TokenRole>(json, AnalysisFolder.Options));
    }

    [Theory]
    [InlineData("rhs")]
    [InlineData("rhs:0")]
    [InlineData("rhs:x")]
    [InlineData("rhs:1+0")]
    [InlineData("rhs:1+")]
    [InlineData("query+")]
    [InlineData("+query")]
    [InlineData("rhs:1+2+0x")]
    [InlineData("span:3+span")]
    [InlineData("name:1+2")]
    [InlineData("query:1")]
    [InlineData("line:2.middle")]
    [InlineData("-1")]
    [InlineData("")]
    public void WhatIsNoRoleIsRefusedWithTheForms(string text) =>
        Assert.Contains("rhs:1", Assert.Throws<UserException>(() => TokenRole.Parse(text)).Hint, StringComparison.Ordinal);

    [Fact]
    public void TokensTogetherAreThoseOfTheirParts()
    {
        TokenRole deeper = TokenRole.Together([TokenRole.Span(2), TokenRole.Right(2), TokenRole.Right(3), TokenRole.Colon]);

        Assert.Equal(deeper, TokenRole.Parse("span:2+rhs:2+rhs:3+colon"));
        Assert.Equal([6, 7, 8, 9, 14, 22], deeper.Members().Select(role => role.PositionIn(Program)));
        Assert.Equal(["span:1", "span:2", "span:3", "end"], TokenRole.Joint(3).Select(role => $"{role}"));
        Assert.Equal(["span:1", "span:2", "span:3", "span:4", "span:5", "span:3+span:4+span:5", "end"], TokenRole.Joint(5).Select(role => $"{role}"));
    }

    [Fact]
    public void ARoleThatTheProgramLacksIsRefusedWithWhatItHas()
    {
        var wrong = Assert.Throws<UserException>(() => TokenRole.Right(4).RequiredIn(Program));

        Assert.Contains("rhs:4", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("depths 1-3", wrong.Hint, StringComparison.Ordinal);
        Assert.Contains("positions 0-22", wrong.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void TheWayOfTheDigitIsInTheOrderOfTheText() =>
        Assert.Equal([2, 6, 14, 21, 22], TokenRole.Chain(3).Select(role => role.PositionIn(Program)));
}
