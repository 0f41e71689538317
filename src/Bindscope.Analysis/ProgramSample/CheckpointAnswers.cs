using System.Collections.Immutable;

namespace Bindscope.Analysis.ProgramSample;

/// <summary>What one checkpoint answers to the programs.</summary>
/// <param name="Predictions">The most probable token, by program.</param>
/// <param name="Probability">The answer's probability, by program.</param>
internal sealed record CheckpointAnswers(ImmutableArray<int> Predictions, ImmutableArray<double> Probability);
