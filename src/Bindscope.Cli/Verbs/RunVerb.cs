using System.CommandLine;
using Bindscope.Programs.Execution;

namespace Bindscope.Cli.Verbs;

/// <summary>Interprets a program and shows how its answer comes about.</summary>
internal sealed class RunVerb : IVerb
{
    private readonly Argument<string> file = new("FILE") { Description = "the program's text; - for standard input" };
    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };

    public RunVerb() =>
        Command = new Command("run", "Interprets a program: its answer, the chain to it, and what every line binds.") { file, json };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var program = ProgramFile.Read(request.GetRequiredValue(file), terminal.In, cancellation);
        var execution = Interpreter.Run(program);
        if (request.GetValue(json))
        {
            terminal.Out.WriteJson(ProgramRow.WithLines(program, execution));
        }
        else
        {
            terminal.Out.Write(ProgramListing.Trace(program, execution));
        }

        return ExitCode.Success;
    }
}
