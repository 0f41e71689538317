namespace Bindscope.Analysis.Probes.Regression;

/// <summary>When a fit stops.</summary>
/// <param name="Tolerance">The duality gap that is small enough, as a share of what a fit with intercepts alone costs.</param>
/// <param name="MaximumIterations">Gradient steps after which it stops without having converged.</param>
internal sealed record FitOptions(double Tolerance = 1e-4, int MaximumIterations = 5_000);
