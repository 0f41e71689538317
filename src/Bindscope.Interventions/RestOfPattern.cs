namespace Bindscope.Interventions;

/// <summary>What becomes of a query's other keys when some of its attention is cut or replaced.</summary>
public enum RestOfPattern
{
    /// <summary>They are left as they are, so the row no longer sums to 1.</summary>
    Left,

    /// <summary>
    /// They are scaled by one factor so that the row sums to 1 again. Where they are all zero, and where the chosen keys already get more
    /// than 1, they are left.
    /// </summary>
    Rescaled,
}
