namespace Bindscope.Analysis.Pairs;

/// <summary>Which pairs count.</summary>
public enum SolvedRule
{
    /// <summary>Those of which the model answers both programs correctly.</summary>
    BothSolved,

    /// <summary>All, whatever the model answers.</summary>
    All,
}
