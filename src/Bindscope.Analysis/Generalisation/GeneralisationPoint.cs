using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Generalisation;

/// <summary>One point of a curve: cells pooled.</summary>
/// <param name="Value">Lines, or hops.</param>
/// <param name="AnswerLine">Where the root stands.</param>
/// <param name="Accuracy">Share answered rightly, every form with the same weight.</param>
public sealed record GeneralisationPoint(int Value, AnswerLineGroup AnswerLine, Proportion Accuracy);
