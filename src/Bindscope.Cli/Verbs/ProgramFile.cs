using Bindscope.Analysis.Given;
using Bindscope.Errors;
using Bindscope.Programs.Language;

namespace Bindscope.Cli.Verbs;

/// <summary>Reads a program that a user names.</summary>
internal static class ProgramFile
{
    /// <summary>Reads and parses a program.</summary>
    /// <param name="path">A file; - for standard input.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="cancellation">Stops the wait for standard input.</param>
    /// <exception cref="UserException">The file cannot be read, or is no program: every mistake is shown in its place.</exception>
    public static SymbolicProgram Read(string path, TextReader input, CancellationToken cancellation)
    {
        string text = ReadText(path, input, cancellation);
        try
        {
            return ProgramParser.Parse(text);
        }
        catch (ProgramException wrong)
        {
            throw wrong.ForUser(path == "-" ? "standard input" : path, text);
        }
    }

    /// <summary>Reads a text that a user names.</summary>
    /// <param name="path">A file; - for standard input.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="cancellation">Stops the wait for standard input.</param>
    /// <exception cref="UserException">It cannot be read, or is too large.</exception>
    public static string ReadText(string path, TextReader input, CancellationToken cancellation) =>
        path == "-" ? ReadInput(input, cancellation) : InputFile.Read(path, InputFile.Program);

    /// <summary>Reads to the end on a thread of its own: nothing else ends a read from a terminal where nobody types.</summary>
    private static string ReadInput(TextReader input, CancellationToken cancellation)
    {
        try
        {
            return Task.Run(() => InputFile.Read(input, "standard input", InputFile.Program, cancellation), cancellation)
                .WaitAsync(cancellation).GetAwaiter().GetResult();
        }
        catch (IOException unreadable)
        {
            throw new UserException(
                $"the program cannot be read: {unreadable.Message}", "send it to standard input, or name a file", ExitCode.WrongMachine, unreadable);
        }
    }
}
