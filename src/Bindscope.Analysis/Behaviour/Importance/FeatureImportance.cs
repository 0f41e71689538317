using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.Behaviour.Importance;

/// <summary>How much a feature tells of whether the model is right.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="LossIncrease">
/// Growth of the regression's held-out cross-entropy when the feature is shuffled among programs, nats a program, mean and interval over
/// programs.
/// </param>
/// <param name="AreaDecrease">Fall of the area under its ROC curve.</param>
public sealed record FeatureImportance(ProgramFeature Feature, Estimate LossIncrease, double AreaDecrease);
