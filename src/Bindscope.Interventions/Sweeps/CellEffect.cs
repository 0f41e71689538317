namespace Bindscope.Interventions.Sweeps;

/// <summary>What a cell's interventions did to one row, before the answer is looked at.</summary>
public enum CellEffect
{
    /// <summary>They changed an activation that the answer can depend on.</summary>
    Changed,

    /// <summary>What they put in equals what was there, bit for bit, so the answer is the base's. Worth a warning when every row is so.</summary>
    Unchanged,

    /// <summary>They changed activations, but none that the read-out can depend on, so the answer is the base's.</summary>
    Unreachable,

    /// <summary>The row has no such place; its logits are NaN.</summary>
    Absent,
}
