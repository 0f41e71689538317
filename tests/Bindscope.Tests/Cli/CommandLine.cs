using Bindscope.Cli;

namespace Bindscope.Tests.Cli;

/// <summary>What a command line answers, run inside this process.</summary>
internal sealed record CommandLine(int ExitCode, string Out, string Error)
{
    /// <summary>Runs one of Bindscope's own commands.</summary>
    public static CommandLine Run(params string[] arguments) => RunWithInput("", arguments);

    /// <summary>Runs one of Bindscope's own commands with something on standard input.</summary>
    public static CommandLine RunWithInput(string input, params string[] arguments) =>
        Run(Shell.Verbs, input, arguments, CancellationToken.None);

    /// <summary>Runs one of the given commands.</summary>
    public static CommandLine Run(IReadOnlyList<IVerb> verbs, string input, string[] arguments, CancellationToken cancellation)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var reader = new StringReader(input);
        using var terminal = new Terminal(reader, output, error, IsOutAScreen: true, IsErrorAScreen: false);
        var code = Shell.Run(arguments, verbs, terminal, cancellation);
        return new CommandLine(code, output.ToString(), error.ToString());
    }
}
