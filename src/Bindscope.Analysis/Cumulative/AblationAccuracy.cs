using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Cumulative;

/// <summary>What a checkpoint still answers without some of its parts.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Ablation">Which parts.</param>
/// <param name="Method">What stands in for them.</param>
/// <param name="AnswerLine">The programs' answer line: <c>1</c>, <c>2</c>, <c>later</c> or <c>all</c>.</param>
/// <param name="Accuracy">Of these programs; over draws the mean.</param>
/// <param name="Lowest">Of the draw that harms most; the accuracy itself where nothing is drawn.</param>
/// <param name="Highest">Of the draw that harms least.</param>
public sealed record AblationAccuracy(
    int Step, Ablation Ablation, AblationMethod Method, string AnswerLine, Proportion Accuracy, double Lowest, double Highest);
