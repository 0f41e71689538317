using System.Collections.Immutable;

namespace Bindscope.Analysis.Phases;

/// <summary>The accuracy curve and the broken line through it. Axis of every array: evaluation.</summary>
/// <param name="Steps">Step of each evaluation.</param>
/// <param name="Accuracy">Accuracy of each evaluation, 0 to 1.</param>
/// <param name="Fitted">The broken line at each evaluation; never below chance, as which it counts whatever is below.</param>
/// <param name="Levels">How many levels the line has, 1 to 3; levels of one name, and bends that are no plateau, are joined later.</param>
/// <param name="Dispersion">
/// Mean squared distance to the line in units of the assumed noise (sampling and tolerance). Far above 1: the curve is no broken line.
/// </param>
/// <param name="Autocorrelation">Correlation of neighbouring residuals, 0 to 0.8; it widens the intervals.</param>
public sealed record TrajectoryFit(
    ImmutableArray<long> Steps,
    ImmutableArray<double> Accuracy,
    ImmutableArray<double> Fitted,
    int Levels,
    double Dispersion,
    double Autocorrelation);
