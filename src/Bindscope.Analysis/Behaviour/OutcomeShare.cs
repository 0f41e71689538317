using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Behaviour;

/// <summary>How often an outcome occurs.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Share">Share of the programs.</param>
public sealed record OutcomeShare(Outcome Outcome, Proportion Share);
