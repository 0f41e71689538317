using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Accuracy on the programs for which a feature has one value.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Value">Its value.</param>
/// <param name="Accuracy">Share answered rightly.</param>
public sealed record FeatureAccuracy(ProgramFeature Feature, int Value, Proportion Accuracy);
