using Bindscope.Errors;
using Bindscope.Model.Weights;
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
        string text;
        try
        {
            text = path == "-" ? ReadToEnd(input, cancellation) : File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"The program cannot be read: {path}: {(Directory.Exists(path) ? "it is a folder" : FileProblem.Of(unreadable).Reason)}",
                "Name a file that exists, or - for standard input.",
                ExitCode.WrongMachine,
                unreadable);
        }

        try
        {
            return ProgramParser.Parse(text);
        }
        catch (ProgramException wrong)
        {
            string source = path == "-" ? "standard input" : path;
            string problems = ProgramListing.Problems(source, text, wrong.Problems);
            throw new UserException(problems, wrong.ForUser(source).Hint, ExitCode.WrongRequest, wrong);
        }
    }

    /// <summary>Reads to the end on a thread of its own: nothing else ends a read from a terminal where nobody types.</summary>
    private static string ReadToEnd(TextReader input, CancellationToken cancellation) =>
        Task.Run(input.ReadToEnd, cancellation).WaitAsync(cancellation).GetAwaiter().GetResult();
}
