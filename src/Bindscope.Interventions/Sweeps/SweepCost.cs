namespace Bindscope.Interventions.Sweeps;

/// <summary>What a sweep computed, against one whole forward pass for every cell and row.</summary>
/// <param name="Passes">Pairs of cell and row that were asked for.</param>
/// <param name="Computed">Of those, the ones for which something was computed.</param>
/// <param name="TokenLayers">Tokens that went through a block's MLP, summed over blocks, cells and rows.</param>
/// <param name="NaiveTokenLayers">The same for one whole forward pass for each.</param>
public readonly record struct SweepCost(long Passes, long Computed, long TokenLayers, long NaiveTokenLayers);
