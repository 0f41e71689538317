namespace Bindscope.Analysis.Pairs;

/// <summary>Where a program's root stands, as the paper groups programs: its heuristics answer from the first two lines.</summary>
public enum AnswerLineGroup
{
    /// <summary>On line 1, where the line-1 heuristic is right.</summary>
    First,

    /// <summary>On line 2, where the line-2 heuristic is right.</summary>
    Second,

    /// <summary>On line 3 or later, where neither is.</summary>
    Later,
}
