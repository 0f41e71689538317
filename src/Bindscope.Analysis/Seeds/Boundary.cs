namespace Bindscope.Analysis.Seeds;

/// <summary>A step that every run may reach.</summary>
public enum Boundary
{
    /// <summary>Last step of the first phase at chance.</summary>
    ChanceEnds,

    /// <summary>First step of the heuristic phase.</summary>
    HeuristicBegins,

    /// <summary>Last step of the heuristic phase.</summary>
    HeuristicEnds,

    /// <summary>First step of the solved phase.</summary>
    SolvedBegins,

    /// <summary>Accuracy stays at 90 % or above from here.</summary>
    Ninety,

    /// <summary>Accuracy stays at 99 % or above from here.</summary>
    NinetyNine,

    /// <summary>Accuracy stays at 99.9 % or above from here.</summary>
    NinetyNinePointNine,
}
