namespace Bindscope.Torch.Kernels;

/// <summary>The constants of one update of <see cref="FusedAdamW"/>.</summary>
/// <param name="Rate">Learning rate of this update.</param>
/// <param name="Beta1">Share of the mean that is kept, 0 up to but not including 1.</param>
/// <param name="Beta2">Share of the mean square that is kept, 0 up to but not including 1.</param>
/// <param name="Epsilon">Added to the root of the mean square.</param>
/// <param name="WeightDecay">Times the rate, the share of a parameter that is taken off.</param>
/// <param name="Number">Updates made with this one, 1 for the first.</param>
public readonly record struct AdamWUpdate(double Rate, double Beta1, double Beta2, double Epsilon, double WeightDecay, int Number);
