namespace Bindscope.Training.Presets;

/// <summary>Another batch from some point of a training on.</summary>
/// <param name="From">Share of all steps after which it holds, above 0 and below 1.</param>
/// <param name="Batch">Programs per update from then on.</param>
public sealed record BatchChange(double From, int Batch);
