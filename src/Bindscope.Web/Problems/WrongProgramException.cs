using System.Collections.Immutable;
using Bindscope.Programs.Language;

namespace Bindscope.Web.Problems;

/// <summary>A field of a request holds no program.</summary>
internal sealed class WrongProgramException(string field, ImmutableArray<ProgramProblem> problems)
    : Exception($"{field}: {string.Join("; ", problems)}")
{
    internal ImmutableArray<ProblemPlace> Places { get; } =
        [.. problems.Select(problem => new ProblemPlace(field, problem.Line, problem.Column, problem.Message))];
}
