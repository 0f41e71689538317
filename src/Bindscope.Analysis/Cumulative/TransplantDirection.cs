namespace Bindscope.Analysis.Cumulative;

/// <summary>Which way weights go.</summary>
public enum TransplantDirection
{
    /// <summary>The checkpoint's block in the last checkpoint: does it already do its work there?</summary>
    EarlierIntoLast,

    /// <summary>The last checkpoint's block in the checkpoint: would it have worked with what was there?</summary>
    LastIntoEarlier,
}
