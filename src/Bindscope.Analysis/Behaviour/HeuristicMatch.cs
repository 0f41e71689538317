using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.Behaviour;

/// <summary>How far one heuristic accounts for a checkpoint's predictions.</summary>
/// <param name="Heuristic">The heuristic.</param>
/// <param name="Right">How often the heuristic itself is right, where it applies; null where it applies nowhere.</param>
/// <param name="Says">Share of predictions equal to what it says, where it applies.</param>
/// <param name="SaysWhereWrong">The same where it is wrong, so that agreement is no by-product of being right; null where it never is.</param>
/// <param name="Weight">
/// Its weight in the mixture of heuristics and guessing that fits the predictions best; null where it says the same as an earlier one in
/// every program, so that they cannot be told apart.
/// </param>
/// <param name="Explains">Share of predictions for which it is the most likely explanation in that mixture.</param>
public sealed record HeuristicMatch(
    Heuristic Heuristic, Proportion? Right, Proportion? Says, Proportion? SaysWhereWrong, Estimate? Weight, Proportion? Explains);
