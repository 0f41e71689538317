namespace Bindscope.Analysis.Behaviour.Comparison;

/// <summary>Flips among the programs for which a feature has one value.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Value">Its value.</param>
/// <param name="Programs">Programs with that value.</param>
/// <param name="Gained">Only the second model is right.</param>
/// <param name="Lost">Only the first model is right.</param>
/// <param name="PValue">McNemar's exact test, two-sided.</param>
/// <param name="AdjustedPValue">The same after Holm's correction for all values of all features together.</param>
public sealed record FeatureFlips(
    ProgramFeature Feature, int Value, int Programs, int Gained, int Lost, double PValue, double AdjustedPValue);
