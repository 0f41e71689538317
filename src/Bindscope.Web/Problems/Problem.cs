using System.Collections.Immutable;

namespace Bindscope.Web.Problems;

/// <summary>An error as RFC 9457 wants it.</summary>
/// <param name="Type">What kind of error.</param>
/// <param name="Title">The same in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong this time.</param>
/// <param name="Hint">What to do about it; null where there is nothing to say.</param>
/// <param name="Errors">Where a program is wrong; null where no program is.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail, string? Hint = null, ImmutableArray<ProblemPlace>? Errors = null);
