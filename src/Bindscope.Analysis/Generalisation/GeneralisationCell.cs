using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Generalisation;

/// <summary>Accuracy on new programs of one form.</summary>
/// <param name="Variation">How distractors are drawn.</param>
/// <param name="Lines">Assignments of each program.</param>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">Where the root stands.</param>
/// <param name="Accuracy">Share answered rightly.</param>
/// <param name="SaysFirstLine">Share of predictions that are line 1's digit, where that is not the answer; null where it always is.</param>
public sealed record GeneralisationCell(
    Variation Variation, int Lines, int Hops, AnswerLineGroup AnswerLine, Proportion Accuracy, Proportion? SaysFirstLine);
