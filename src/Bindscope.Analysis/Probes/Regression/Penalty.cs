namespace Bindscope.Analysis.Probes.Regression;

/// <summary>
/// What a fit pays for its weights, beside its mean cross-entropy in nats: <c>absolute * sum |w| + square / 2 * sum w^2</c>. Intercepts
/// are free. scikit-learn's C is 1 / (samples * absolute).
/// </summary>
/// <param name="Absolute">L1, 0 or more.</param>
/// <param name="Square">L2, 0 or more.</param>
internal readonly record struct Penalty(double Absolute, double Square = 0);
