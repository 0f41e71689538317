using System.Collections.Immutable;
using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Whether the model is right as often as its probabilities say.</summary>
/// <param name="Bins">Ten bins of equal width; those without a prediction are left out.</param>
/// <param name="ExpectedError">
/// Mean distance between confidence and accuracy over the bins, weighted by predictions. Never negative, so noise alone makes it positive.
/// </param>
/// <param name="Overconfidence">Mean confidence minus accuracy.</param>
/// <param name="Loss">Mean of minus the logarithm of the answer's probability, in nats.</param>
public sealed record Calibration(ImmutableArray<CalibrationBin> Bins, Estimate ExpectedError, Estimate Overconfidence, Estimate Loss);
