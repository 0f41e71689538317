using System.Collections.Immutable;
using Bindscope.Programs.Language;

namespace Bindscope.Web.Problems;

/// <summary>An error as RFC 9457 wants it.</summary>
/// <param name="Type">What kind of error.</param>
/// <param name="Title">The same in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong this time.</param>
/// <param name="Hint">What to do about it; null where there is nothing to say.</param>
/// <param name="Errors">Where a program is wrong; null where no program is.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail, string? Hint = null, ImmutableArray<ProblemPlace>? Errors = null);

/// <summary>One thing that is wrong with a program.</summary>
/// <param name="Field">The field of the request that holds the program.</param>
/// <param name="Line">The line, 1-based.</param>
/// <param name="Column">The column, 1-based.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record ProblemPlace(string Field, int Line, int Column, string Message);

/// <summary>What a visitor asks for is not there.</summary>
internal sealed class NotFoundException(string message) : Exception(message);

/// <summary>As many requests wait for the compute thread as may.</summary>
internal sealed class QueueFullException(int waiting)
    : Exception($"{waiting} requests are already waiting, which is the limit; try again in a moment");

/// <summary>A field of a request holds no program.</summary>
internal sealed class WrongProgramException(string field, ImmutableArray<ProgramProblem> problems)
    : Exception($"{field}: {string.Join("; ", problems)}")
{
    internal ImmutableArray<ProblemPlace> Places { get; } =
        [.. problems.Select(problem => new ProblemPlace(field, problem.Line, problem.Column, problem.Message))];
}

/// <summary>A request that the server does not take, with the status that says why.</summary>
internal sealed class RefusedException(int status, string message, string? hint = null) : Exception(message)
{
    internal int Status { get; } = status;

    /// <summary>What to do about it; null where there is nothing to say.</summary>
    internal string? Hint { get; } = hint;
}
