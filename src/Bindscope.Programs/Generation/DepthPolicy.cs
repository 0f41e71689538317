namespace Bindscope.Programs.Generation;

/// <summary>What happens to lines deeper than the maximum number of hops. The query never is.</summary>
public enum DepthPolicy
{
    /// <summary>They stay; only a program whose drawn query is too deep is thrown away.</summary>
    Free,

    /// <summary>They never arise: a variable of the maximum depth is never drawn for a right-hand side;
    /// where only such are bound the line holds a digit.</summary>
    Capped,

    /// <summary>A program with any such line is thrown away whole.</summary>
    Rejected,
}
