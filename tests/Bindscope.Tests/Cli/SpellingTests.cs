using Bindscope.Errors;

namespace Bindscope.Tests.Cli;

public sealed class SpellingTests
{
    private static readonly string[] Known = ["quick", "quick-lm", "small", "small-lm", "medium-lm", "paper"];

    [Theory]
    [InlineData("qiuck", "quick")]
    [InlineData("QUICK", "quick")]
    [InlineData("smal", "small")]
    [InlineData("small-ml", "small-lm")]
    [InlineData("papers", "paper")]
    [InlineData("large", null)]
    [InlineData("", null)]
    public void TheNearestWordIsFound(string word, string? nearest) => Assert.Equal(nearest, Spelling.Nearest(word, Known));

    [Theory]
    [InlineData("small-ml", "small-lm")]
    [InlineData("small-l", "small-lm")]
    [InlineData("small--l", null)]
    public void ADistanceThatIsAllowedIsKeptTo(string word, string? nearest) => Assert.Equal(nearest, Spelling.Nearest(word, ["small-lm"], 1));
}
