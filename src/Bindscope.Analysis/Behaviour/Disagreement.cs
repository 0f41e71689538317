using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Behaviour;

/// <summary>The programs that tell two heuristics apart: both apply and say different digits.</summary>
/// <param name="First">One heuristic.</param>
/// <param name="Second">The other.</param>
/// <param name="SaysFirst">Share of those programs to which the model says what the first says.</param>
/// <param name="SaysSecond">Share to which it says what the second says.</param>
/// <param name="PValue">Exact sign test that both are said equally often, two-sided.</param>
public sealed record Disagreement(Heuristic First, Heuristic Second, Proportion SaysFirst, Proportion SaysSecond, double PValue);
