namespace Bindscope.Web.Problems;

/// <summary>One thing that is wrong with a program.</summary>
/// <param name="Field">The field of the request that holds the program.</param>
/// <param name="Line">The line, 1-based.</param>
/// <param name="Column">The column, 1-based.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record ProblemPlace(string Field, int Line, int Column, string Message);
