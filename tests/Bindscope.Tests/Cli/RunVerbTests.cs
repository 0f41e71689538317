using System.Text.Json;
using Bindscope.Cli;

namespace Bindscope.Tests.Cli;

public sealed class RunVerbTests
{
    [Fact]
    public void TheChainAndEveryLineAreShown()
    {
        var answer = CommandLine.RunWithInput("k=2\nj=k\nk=8\nw=j\n#w:", "run", "-");

        Assert.Equal(0, answer.ExitCode);
        Assert.Equal(
            """
            #w:2   3 hops, root on line 1, chain line 1 -> line 2 -> line 4 -> query

            line  text  value  depth  root line  chain
               1  k=2       2      1          1  root
               2  j=k       2      2          1  depth 2
               3  k=8       8      1          3
               4  w=j       2      3          1  depth 3

            """,
            answer.Out);
    }

    [Fact]
    public void TheSameAsJson()
    {
        var answer = CommandLine.RunWithInput("k=2\nj=k\n#j:", "run", "-", "--json");

        var row = JsonDocument.Parse(answer.Out).RootElement;
        Assert.Equal(2, row.GetProperty("answer").GetInt32());
        Assert.Equal([1, 2], row.GetProperty("chainLines").EnumerateArray().Select(e => e.GetInt32()));
        var second = row.GetProperty("lines")[1];
        Assert.Equal("""{"number":2,"text":"j=k","value":2,"depth":2,"rootLine":1}""", second.GetRawText());
    }

    [Fact]
    public void EveryMistakeIsShownInItsPlace()
    {
        var answer = CommandLine.RunWithInput("a=1\nb=q\nc\tb\n#z:", "run", "-");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("line 2, column 3: q is not bound above\n     2 | b=q\n       |   ^\n", answer.Error, StringComparison.Ordinal);
        Assert.Contains("line 3, column 2: expected '=', found a tab\n     3 | c?b\n", answer.Error, StringComparison.Ordinal);
        Assert.Contains("     3 | c?b\n       |  ^\n", answer.Error, StringComparison.Ordinal);
        Assert.Contains("line 4, column 2: z is not bound above", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AMistakeAfterTheLastLineIsShownToo()
    {
        var answer = CommandLine.RunWithInput("a=1", "run", "-");

        Assert.Contains("line 2, column 1: the query is missing", answer.Error, StringComparison.Ordinal);
        Assert.Contains("\n     2 | \n       | ^\n", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ATerminalWhereNobodyTypesIsNotWaitedForAfterCtrlC()
    {
        using var typed = new ManualResetEventSlim();
        using var interruption = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        using var output = new StringWriter();
        using var terminal = new Terminal(new SilentReader(typed), output, output, IsOutAScreen: true, IsErrorAScreen: true);

        int code = Shell.Run(["run", "-"], Shell.Verbs, terminal, interruption.Token);

        Assert.Equal((130, ""), (code, output.ToString()));
        typed.Set();
    }

    [Fact]
    public void OfAnotherKindOfFileTheFirstMistakesSuffice()
    {
        var answer = CommandLine.RunWithInput(string.Concat(Enumerable.Repeat("no\n", 1000)), "run", "-");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("line 20, column 2: ", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("line 21, ", answer.Error, StringComparison.Ordinal);
        Assert.Contains("\nand 981 more\nhint: ", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no/such/file", "there is no such file")]
    [InlineData(".", "it is a folder")]
    public void AFileThatCannotBeReadIsAnErrorOfTheMachine(string path, string reason)
    {
        var answer = CommandLine.Run("run", path);

        Assert.Equal(3, answer.ExitCode);
        Assert.StartsWith($"error: {path} cannot be read: {reason}\n", answer.Error, StringComparison.Ordinal);
    }

    private sealed class SilentReader(ManualResetEventSlim typed) : TextReader
    {
        public override int Read(char[] buffer, int index, int count)
        {
            typed.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            return 0;
        }
    }
}
