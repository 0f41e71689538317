using System.Collections.Immutable;
using System.Text;
using Bindscope.Errors;

namespace Bindscope.Programs.Language;

/// <summary>A program that cannot be read or run, with everything that is wrong with it.</summary>
/// <param name="problems">At least one problem, in the order of the text.</param>
public sealed class ProgramException(ImmutableArray<ProgramProblem> problems) : Exception(string.Join('\n', problems))
{
    private const int LongestLine = 100;

    /// <summary>More mistakes than this are no slips: it is another kind of file.</summary>
    private const int MostProblems = 20;

    /// <summary>Everything that is wrong, in the order of the text.</summary>
    public ImmutableArray<ProgramProblem> Problems { get; } = problems;

    /// <summary>The same error for the command line.</summary>
    /// <param name="source">Where the text came from: a file's path, or "standard input".</param>
    /// <returns>An error with exit code 2 that lists every problem.</returns>
    public UserException ForUser(string source) => new(
        $"{source} is no program:\n  {string.Join("\n  ", Problems)}",
        "A program is lines such as a=3 or b=a, each variable bound above where it is used, and then a query such as #b: without its answer",
        exitCode: 2,
        inner: this);

    /// <summary>The same error with each problem's line of the text and a caret below the place.</summary>
    /// <param name="source">Where the text came from.</param>
    /// <param name="text">The text that was refused.</param>
    /// <returns>An error with exit code 2; of very many problems it lists the first.</returns>
    public UserException ForUser(string source, string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        var list = new StringBuilder($"{source} is no program:");
        foreach (ProgramProblem problem in Problems.Take(MostProblems))
        {
            string line = problem.Line <= lines.Length ? lines[problem.Line - 1] : "";
            list.Append($"\n{problem}");
            list.Append($"\n  {problem.Line,4} | {Printable(line)}\n       | {new string(' ', problem.Column - 1)}^");
        }

        if (Problems.Length > MostProblems)
        {
            list.Append($"\nand {Problems.Length - MostProblems} more");
        }

        return new UserException(list.ToString(), ForUser(source).Hint, exitCode: 2, inner: this);
    }

    // A control character would move the cursor, and with it the caret's place. One character stays one character.
    private static string Printable(string line) => string.Concat(line.Take(LongestLine).Select(c => char.IsControl(c) ? '?' : c));
}

/// <summary>One thing that is wrong with a program.</summary>
/// <param name="Line">The line, 1-based.</param>
/// <param name="Column">The column, 1-based.</param>
/// <param name="Message">What is wrong, as a sentence without its full stop.</param>
public readonly record struct ProgramProblem(int Line, int Column, string Message)
{
    /// <summary>The problem as one line for people.</summary>
    public override string ToString() => $"line {Line}, column {Column}: {Message}";
}
