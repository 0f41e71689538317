using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Behaviour;

/// <summary>The predictions of about one confidence.</summary>
/// <param name="From">Lowest confidence of the bin, 0 to 1.</param>
/// <param name="To">Highest confidence.</param>
/// <param name="Confidence">Mean confidence of the predictions in it.</param>
/// <param name="Accuracy">Share of them that are right.</param>
public sealed record CalibrationBin(double From, double To, double Confidence, Proportion Accuracy);
