namespace Bindscope.Numerics.Statistics;

/// <summary>A mean over programs, with its 95 % interval.</summary>
/// <param name="Value">The mean.</param>
/// <param name="Low">Lower end: 2.5 % quantile of the bootstrap.</param>
/// <param name="High">Upper end: 97.5 % quantile of the bootstrap.</param>
/// <param name="Programs">Programs in the sample.</param>
public readonly record struct Estimate(double Value, double Low, double High, int Programs);
