namespace Bindscope.Interventions.Sweeps;

/// <summary>What a sweep does with cells that provably cannot change the answer of a row.</summary>
public enum NoOpRule
{
    /// <summary>Their logits are the base's, to the bit, without a forward pass.</summary>
    Skip,

    /// <summary>They are computed like any other, to check that the skipped ones were rightly skipped.</summary>
    Compute,
}
