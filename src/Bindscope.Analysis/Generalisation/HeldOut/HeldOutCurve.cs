using System.Collections.Immutable;
using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>A run's accuracy over training, as it measured itself.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Steps">Steps of its evaluations, ascending.</param>
/// <param name="Accuracy">At each of them, on its fixed test programs.</param>
public sealed record HeldOutCurve(string Run, ImmutableArray<long> Steps, ImmutableArray<Proportion> Accuracy);
