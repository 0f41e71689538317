namespace Bindscope.Analysis.Everything;

/// <summary>What became of one analysis.</summary>
public enum AnalysisOutcome
{
    /// <summary>It was computed and written.</summary>
    Computed,

    /// <summary>It was there already, for the same question and the newest checkpoint.</summary>
    Fresh,

    /// <summary>It was there already, computed with other settings than this plan's, and was left as it is.</summary>
    Kept,

    /// <summary>This run does not allow it; the note says why.</summary>
    NotPossible,
}
