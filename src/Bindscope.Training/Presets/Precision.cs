namespace Bindscope.Training.Presets;

/// <summary>What a training step is computed in. Weights, gradients' sums and optimizer state are float32 either way.</summary>
public enum Precision
{
    /// <summary>Everything in float32.</summary>
    Single,

    /// <summary>
    /// Mixed precision: the blocks' matrix products, forward and backward, in bfloat16 (8 significant bits) of weights that are rounded
    /// anew for each step; the rest in float32. docs/training.md lists what is computed in which.
    /// </summary>
    /// <remarks>Micikevicius et al. 2018, "Mixed precision training"; bfloat16 has float32's range, so no loss scaling is needed.</remarks>
    MixedBFloat16,
}
