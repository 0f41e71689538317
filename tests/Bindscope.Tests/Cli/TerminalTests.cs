using Bindscope.Cli;

namespace Bindscope.Tests.Cli;

public sealed class TerminalTests
{
    [Theory]
    [InlineData(80, "step 1 of 10", "\r\u001b[Kstep 1 of 10")]
    [InlineData(12, "step 1 of 10", "\r\u001b[Kstep 1 of 1")]
    [InlineData(1, "step 1 of 10", "\r\u001b[K")]
    public void ALineThatIsRedrawnNeverWraps(int width, string line, string written)
    {
        using var error = new StringWriter();
        using var terminal = new Terminal(TextReader.Null, TextWriter.Null, error, IsOutAScreen: false, IsErrorAScreen: true) { Width = () => width };

        terminal.Redraw(line);

        Assert.Equal(written, error.ToString());
    }
}
