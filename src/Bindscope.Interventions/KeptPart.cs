namespace Bindscope.Interventions;

/// <summary>Which part of a vector a projection keeps.</summary>
public enum KeptPart
{
    /// <summary>The part inside the subspace: projected onto it.</summary>
    Inside,

    /// <summary>The part at right angles to the subspace: projected out of it.</summary>
    Outside,
}
