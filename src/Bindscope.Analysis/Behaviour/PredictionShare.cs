using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Behaviour;

/// <summary>How often a digit is predicted.</summary>
/// <param name="Digit">0-9; -1 for tokens that are no digit.</param>
/// <param name="Share">Share of the programs.</param>
public sealed record PredictionShare(int Digit, Proportion Share);
