namespace Bindscope.Analysis.Phases;

/// <summary>Mean accuracy during a phase on one group of test programs.</summary>
/// <param name="Group">Which programs: <c>1 hop</c>, <c>2 hops</c>, <c>line 1</c>, <c>line 2</c>, <c>later lines</c>.</param>
/// <param name="Accuracy">Mean over the phase's evaluations, with the interval of the group's sample.</param>
public sealed record GroupAccuracy(string Group, Proportion Accuracy);
