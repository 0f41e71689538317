using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Accuracy on the programs of one depth with the answer on one line.</summary>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">The line that holds the root, 1-based.</param>
/// <param name="Accuracy">Share answered rightly.</param>
public sealed record CellAccuracy(int Hops, int AnswerLine, Proportion Accuracy);
