using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Generalisation;

/// <summary>Accuracy at the task's length and hops with distractors drawn in another way.</summary>
/// <param name="Variation">How.</param>
/// <param name="AnswerLine">Where the root stands.</param>
/// <param name="Accuracy">Share answered rightly.</param>
public sealed record VariationAccuracy(Variation Variation, AnswerLineGroup AnswerLine, Proportion Accuracy);
