namespace Bindscope.Analysis.Seeds;

/// <summary>Accuracy of all runs at a step that all of them evaluated.</summary>
/// <param name="Step">The step.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Mean">Mean accuracy.</param>
/// <param name="Lowest">The lowest.</param>
/// <param name="Highest">The highest.</param>
/// <param name="StandardDeviation">Over runs, with n - 1.</param>
public sealed record CurvePoint(long Step, int Runs, double Mean, double Lowest, double Highest, double StandardDeviation);
