namespace Bindscope.Analysis.Behaviour;

/// <summary>A rule that says a digit to a program, or nothing where it does not apply.</summary>
public enum Heuristic
{
    /// <summary>The whole chain is followed: the answer.</summary>
    Chain,

    /// <summary>The digit on line 1; line 1 always holds one. The paper's line-1 heuristic.</summary>
    FirstLine,

    /// <summary>The digit on line 2, where there is one. The paper's line-2 heuristic.</summary>
    SecondLine,

    /// <summary>The second digit in reading order.</summary>
    SecondConstant,

    /// <summary>The last digit in reading order.</summary>
    LastConstant,

    /// <summary>The digit that stands on most lines; nothing where several do.</summary>
    MostFrequentConstant,

    /// <summary>What the deepest line holds; nothing where several are as deep and hold different digits.</summary>
    LongestChain,

    /// <summary>What the program's last line holds.</summary>
    LastLine,

    /// <summary>The right-hand side of the queried name's most recent assignment, where it is a digit: one hop.</summary>
    OneHop,

    /// <summary>The chain followed for up to two hops.</summary>
    TwoHops,

    /// <summary>What the queried name was bound to first; differs from the answer where it was bound again.</summary>
    FirstAssignment,

    /// <summary>
    /// The queried name's most recent right-hand side, then that name's most recent right-hand side in the whole program, and so on: as if
    /// values were looked up when asked for rather than when assigned. Nothing where that goes round in a circle.
    /// </summary>
    LateBinding,

    /// <summary>The digit that stands nearest above the queried name's most recent assignment, or on it.</summary>
    NearestConstant,
}
