namespace Bindscope.Analysis.Subspaces;

/// <summary>One fit along the penalty path.</summary>
/// <param name="Penalty">Absolute (L1) penalty of the mean cross-entropy.</param>
/// <param name="Kept">Components that keep a weight.</param>
/// <param name="Accuracy">Held-out accuracy.</param>
/// <param name="Objective">Mean cross-entropy in nats plus penalty.</param>
/// <param name="Gap">Duality gap, as a share of what a fit without features costs.</param>
/// <param name="Iterations">Gradient steps.</param>
/// <param name="Converged">Whether the gap is within the tolerance asked for.</param>
public sealed record PathPoint(
    double Penalty, int Kept, double Accuracy, double Objective, double Gap, int Iterations, bool Converged);
