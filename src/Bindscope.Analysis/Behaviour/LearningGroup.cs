namespace Bindscope.Analysis.Behaviour;

/// <summary>When the programs for which a feature has one value were learned.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Value">Its value.</param>
/// <param name="Programs">Programs with that value.</param>
/// <param name="Learned">How many of them are right at the last checkpoint.</param>
/// <param name="MedianStep">Half of them were learned by this step; null where less than half were.</param>
/// <param name="Low">Lower end of the median's interval (order statistics, 95 %); null where it was not learned.</param>
/// <param name="High">Upper end; null where it is later than the last checkpoint.</param>
/// <param name="Forgettings">Forgetting events per program.</param>
public sealed record LearningGroup(
    ProgramFeature Feature, int Value, int Programs, int Learned, int? MedianStep, int? Low, int? High, double Forgettings);
