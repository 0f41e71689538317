namespace Bindscope.Analysis.Phases;

/// <summary>When a run reached an accuracy.</summary>
/// <param name="Accuracy">The accuracy, 0 to 1.</param>
/// <param name="FirstReached">Step of the first evaluation at or above it; null when there is none.</param>
/// <param name="SustainedFrom">Step of the evaluation from which all to the end are at or above it; null when the last is below.</param>
public sealed record Milestone(double Accuracy, long? FirstReached, long? SustainedFrom);
