namespace Bindscope.Analysis.Subspaces;

/// <summary>What a subspace is to hold.</summary>
public enum SubspaceTarget
{
    /// <summary>The digit that a right-hand side on the query's chain resolves to.</summary>
    Digit,

    /// <summary>The variable that the line binds.</summary>
    Name,
}
