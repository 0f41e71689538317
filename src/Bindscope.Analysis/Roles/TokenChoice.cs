namespace Bindscope.Analysis.Roles;

/// <summary>Which tokens a sweep patches.</summary>
public enum TokenChoice
{
    /// <summary>The paper's: the right-hand sides along the chain, the query variable and the colon.</summary>
    Chain,

    /// <summary>The three tokens after each of those right-hand sides, too.</summary>
    Spans,
}
