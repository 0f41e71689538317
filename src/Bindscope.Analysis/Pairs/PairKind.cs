namespace Bindscope.Analysis.Pairs;

/// <summary>How the source program differs from the base program.</summary>
public enum PairKind
{
    /// <summary>The root holds another digit; nothing else changes. The paper's counterfactual.</summary>
    RootDigit,

    /// <summary>
    /// Another program of the test set with as many hops, the same answer line and another answer. A patch that works from there carries
    /// the value without anything of its own program.
    /// </summary>
    Unrelated,

    /// <summary>
    /// The root's line changed places with another constant's and holds a digit of its own: a carried value and a carried address give
    /// different answers.
    /// </summary>
    MovedRoot,
}
