using System.Collections.Immutable;
using Bindscope.Errors;

namespace Bindscope.Programs.Language;

/// <summary>A program that cannot be read or run, with everything that is wrong with it.</summary>
/// <param name="problems">At least one problem, in the order of the text.</param>
public sealed class ProgramException(ImmutableArray<ProgramProblem> problems) : Exception(string.Join('\n', problems))
{
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
