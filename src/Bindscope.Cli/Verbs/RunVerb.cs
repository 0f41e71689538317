using System.CommandLine;
using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

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
        var path = request.GetRequiredValue(file);
        var source = path == "-" ? "standard input" : path;
        var text = Read(path, terminal.In);
        try
        {
            var program = ProgramParser.Parse(text);
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
        catch (ProgramException wrong)
        {
            var problems = ProgramListing.Problems(source, text, wrong.Problems);
            throw new UserException(problems, wrong.ForUser(source).Hint, ExitCode.WrongRequest, wrong);
        }
    }

    private static string Read(string path, TextReader input)
    {
        try
        {
            return path == "-" ? input.ReadToEnd() : File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"The program cannot be read: {unreadable.Message}",
                "Name a file that exists, or - for standard input.",
                ExitCode.WrongMachine,
                unreadable);
        }
    }
}
