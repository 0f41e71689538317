using System.CommandLine;
using Bindscope.Cli;
using Bindscope.Errors;

namespace Bindscope.Tests.Cli;

public sealed class ShellTests
{
    [Fact]
    public void WithoutArgumentsItListsEveryCommand()
    {
        var answer = CommandLine.Run();

        Assert.Equal(0, answer.ExitCode);
        Assert.All(Shell.Verbs, verb => Assert.Contains($"\n  {verb.Command.Name}", answer.Out, StringComparison.Ordinal));
        Assert.Equal(CommandLine.Run("--help"), answer);
    }

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help ask", "ask --help")]
    [InlineData("help patch residual", "patch residual --help")]
    [InlineData("help genrate", "genrate --help")]
    public void HelpMayStandBeforeACommand(string line, string usual) =>
        Assert.Equal(CommandLine.Run(usual.Split(' ')), CommandLine.Run(line.Split(' ')));

    [Fact]
    public void TheFirstCommandsOfTheHelpAreThoseOfANewcomer()
    {
        string[] lines = CommandLine.Run("--help").Out.Split('\n');

        Assert.Equal(
            ["ask", "train", "analyze", "serve"],
            lines.SkipWhile(line => line != "Start here:").Skip(1).Take(4).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]));
        Assert.Equal(Shell.Verbs.Count, Shell.Verbs.Select(verb => verb.Command.Name).Distinct().Count());
        Assert.Contains("--steps", CommandLine.Run("train", "--help").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("analyze lens")]
    [InlineData("analyze logit-lens")]
    [InlineData("patch residual")]
    public void EveryNameOfACommandHasItsHelp(string line)
    {
        CommandLine answer = CommandLine.Run([.. line.Split(' '), "--help"]);

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains($" {line} [options]", answer.Out, StringComparison.Ordinal);
        Assert.Contains("--checkpoint", answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("genrate", "There is no command 'genrate'.", "Did you mean generate?")]
    [InlineData("zzz", "There is no command 'zzz'.", "bindscope --help lists the commands.")]
    [InlineData("generate --cuont 2", "There is no option --cuont.", "Did you mean --count?")]
    [InlineData("generate --cuont=2", "There is no option --cuont=2.", "Did you mean --count?")]
    [InlineData("generate --count many", "--count wants a whole number from 0, not 'many'.", "generate --help")]
    [InlineData("generate --count 1 --count 2", "--count was given more than once.", "generate --help")]
    [InlineData("generate --names sometimes", "--names wants reuse or unique, not 'sometimes'.", "generate --help")]
    [InlineData("generate --names 1", "--names wants reuse or unique, not '1'.", "generate --help")]
    [InlineData("generate --constant-share 0,3", "--constant-share wants a number, not '0,3'.", "generate --help")]
    [InlineData("export-model --run r --out o --format hf", "--format wants gpt-neox, not 'hf'.", "export-model --help")]
    [InlineData("report --run r --against foo", "--against wants paper, not 'foo'.", "report --help")]
    [InlineData("ask --run r --out o FILE", "There is no option --out.", "ask --help")]
    [InlineData("patch pair --run r --program p --source s --out o", "There is no option --out.", "patch pair --help")]
    [InlineData("patch residual --run r --program p --out o", "--out has no use here: what --program gives is shown and not kept", "leave --out out")]
    [InlineData("analyze lens --run r --program p --out o", "--out has no use here: what --program gives is shown and not kept", "leave --out out")]
    [InlineData("generate --seed", "--seed wants a whole number from 0 after it.", "generate --help")]
    [InlineData(
        "export --out --help",
        "--out wants a value after it, not '--help', which begins as an option does.\nhint: a value that begins so is written --out=--help",
        "export --help lists its options")]
    [InlineData("train --run --seed 3", "--run wants a value after it, not '--seed', which begins as an option does.\nhint", "train --help")]
    [InlineData("phases --out --run r", "--out wants a value after it, not '--run', which begins as an option does.\nhint", "phases --help")]
    [InlineData("generate --seed --hops 2", "--seed wants a whole number from 0 after it, not '--hops'", "--seed=--hops")]
    [InlineData("eval --run r --split --json", "--split wants test or validation after it, not '--json'", "--split=--json")]
    [InlineData("table --runs --csv -", "--runs wants a value after it", "table --help")]
    [InlineData("patch residual --run r --hops --seed 2", "--hops wants a whole number after it", "patch residual --help")]
    [InlineData("generate more", "'more' is one argument too many for generate.", "generate --help")]
    [InlineData("run", "FILE is missing.", "run --help")]
    [InlineData("run --jsn file", "There is no option --jsn.", "Did you mean --json?")]
    [InlineData("patch residual --run r --hops 4 --answer-lines later", "There is no option --answer-lines.", "Did you mean --answer-line?")]
    [InlineData("patch residual --run r --hops four", "--hops wants a whole number, not 'four'.", "bindscope patch residual --help")]
    [InlineData("patch residual --run r --hops 1,four", "--hops wants a whole number, not '1,four'.", "bindscope patch residual --help")]
    [InlineData("patch risidual", "patch has no 'risidual'.\nhint: Did you mean residual?", "patch has map, residual, heads, mlp")]
    [InlineData("patch risidual --help", "patch has no 'risidual'.\nhint: Did you mean residual?", "patch has map, residual, heads, mlp")]
    [InlineData("analyze foo --run r", "analyze has no 'foo'.\nhint: ", "analyze has list, ")]
    [InlineData("analyze nonsense --help", "analyze has no 'nonsense'.", "analyze has ")]
    [InlineData("genrate --help", "There is no command 'genrate'.", "Did you mean generate?")]
    [InlineData("patch", "patch wants to be told what: one of the commands below it.", "patch has map, residual, heads, mlp")]
    [InlineData("analyze lens --checkpoint 5", "--run is missing.", "bindscope analyze lens --help")]
    [InlineData("generate --hops -1x", "--hops wants a whole number, not '-1x'.", "generate --help")]
    public void AWrongRequestIsExplained(string line, string error, string hint)
    {
        var answer = CommandLine.Run(line.Split(' '));

        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Out);
        Assert.StartsWith($"error: {error}", answer.Error, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains(hint, answer.Error, StringComparison.Ordinal);
    }

    /// <summary>What begins as an option does is a value where it stands behind an equals sign; a hyphen alone is standard input or output.</summary>
    [Theory]
    [InlineData("patch pair --program - --source=--seed --run no/such/run")]
    [InlineData("table --runs no/such/run --csv -")]
    public void AValueMayBeginWithAHyphen(string line)
    {
        CommandLine answer = CommandLine.Run(line.Split(' '));

        Assert.Equal(3, answer.ExitCode);
        Assert.StartsWith("error: no/such/run holds no run", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AllThatIsWrongWithARequestIsSaidAtOnce()
    {
        var answer = CommandLine.Run("generate", "--count", "x", "--sed", "1", "--hops", "y");

        Assert.Contains("--sed", answer.Error, StringComparison.Ordinal);
        Assert.Contains("not 'x'", answer.Error, StringComparison.Ordinal);
        Assert.Contains("not 'y'", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnErrorOfTheUserHasItsOwnExitCodeAndNoStack()
    {
        var answer = Throwing(() => throw new UserException("Nothing is there.", "Put something there.", 3));

        Assert.Equal(3, answer.ExitCode);
        Assert.Equal("error: Nothing is there.\nhint: Put something there.\n", answer.Error);
    }

    [Fact]
    public void ADefectKeepsItsStack()
    {
        var answer = Throwing(() => throw new InvalidOperationException("impossible"));

        Assert.Equal(70, answer.ExitCode);
        Assert.Contains("impossible", answer.Error, StringComparison.Ordinal);
        Assert.Contains(nameof(ADefectKeepsItsStack), answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void CancellationReachesTheCommandAndHasItsOwnExitCode()
    {
        var answer = Throwing(() => { }, cancelled: true);

        Assert.Equal(130, answer.ExitCode);
        Assert.Empty(answer.Error);
    }

    private static CommandLine Throwing(Action action, bool cancelled = false) =>
        CommandLine.Run([new ActingVerb(action)], "", ["act"], new CancellationToken(cancelled));

    private sealed class ActingVerb(Action action) : IVerb
    {
        public Command Command { get; } = new("act");

        public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            action();
            return 0;
        }
    }
}
