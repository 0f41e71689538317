using Bindscope.Errors;

namespace Bindscope.Tests.Cli;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("runs/quick-42", "runs/quick-42")]
    [InlineData("runs/my run", "'runs/my run'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    public void ANameIsOneWord(string name, string word) => Assert.Equal(word, ShellWord.Of(name));
}
