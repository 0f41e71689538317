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
        using var output = new StringWriter();
        return Run(verbs, input, arguments, output, cancellation);
    }

    /// <summary>Runs one of Bindscope's own commands that only Ctrl-C ends, and ends it once it has said a line on standard output.</summary>
    public static CommandLine RunUntilItSpeaks(params string[] arguments)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var output = new LineListener(stop);
        return Run(Shell.Verbs, "", arguments, output, stop.Token);
    }

    private static CommandLine Run(IReadOnlyList<IVerb> verbs, string input, string[] arguments, StringWriter output, CancellationToken cancellation)
    {
        output.NewLine = "\n";
        using var error = new StringWriter { NewLine = "\n" };
        using var reader = new StringReader(input);
        using var terminal = new Terminal(reader, output, error, IsOutAScreen: true, IsErrorAScreen: false);
        var code = Shell.Run(arguments, verbs, terminal, cancellation);
        return new CommandLine(code, output.ToString(), error.ToString());
    }

    /// <summary>Cancels at the first line that is written.</summary>
    private sealed class LineListener(CancellationTokenSource stop) : StringWriter
    {
        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            await stop.CancelAsync();
        }
    }
}
