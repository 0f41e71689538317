using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Development;

/// <summary>How often the unpatched model is right in one group of programs.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Accuracy">Share of base programs that it answers rightly.</param>
public sealed record GroupAnswers(int Hops, AnswerLineGroup AnswerLine, Proportion Accuracy);
