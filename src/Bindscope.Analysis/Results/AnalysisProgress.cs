namespace Bindscope.Analysis.Results;

/// <summary>How far an analysis is.</summary>
/// <param name="Stage">What it is doing, in a few words.</param>
/// <param name="Done">Units of work that are done, over all stages.</param>
/// <param name="Total">All units of work.</param>
public readonly record struct AnalysisProgress(string Stage, long Done, long Total);
