namespace Bindscope.Analysis.Results;

/// <summary>A finished part of an analysis.</summary>
/// <param name="Question">What it answers, as JSON.</param>
/// <param name="Answer">The answer.</param>
internal sealed record AnalysisPart<T>(string Question, T Answer);
