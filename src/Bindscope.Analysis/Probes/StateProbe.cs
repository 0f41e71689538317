using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.Probes;

/// <summary>
/// One row of table 1: 26 classifiers of 11 classes (unbound, or a digit) that read every variable's value from a newline. Means over
/// programs, intervals over programs: the newlines of one program are no independent samples.
/// </summary>
/// <param name="AfterLayer">The layer whose output is read, 1-based; 0 for the embeddings.</param>
/// <param name="State">Newlines at which all 26 variables are read correctly.</param>
/// <param name="BoundVariable">Bound variables whose value is read correctly: "variable accuracy without nil".</param>
/// <param name="AnyVariable">The same over all 26, most of which are unbound.</param>
/// <param name="OwnVariable">The variable that the newline's own line has just bound.</param>
/// <param name="ShuffledState"><paramref name="State"/> of a probe that learned from shuffled states: what the newline cannot tell.</param>
/// <param name="ShuffledBoundVariable"><paramref name="BoundVariable"/> of that probe.</param>
/// <param name="Gap">Duality gap of the fit, as a share of what a fit without features costs.</param>
/// <param name="Iterations">Gradient steps of the fit.</param>
/// <param name="Converged">Whether the gap is within the tolerance asked for.</param>
public sealed record StateProbe(
    int AfterLayer,
    Estimate State,
    Estimate BoundVariable,
    Estimate AnyVariable,
    Estimate OwnVariable,
    Estimate ShuffledState,
    Estimate ShuffledBoundVariable,
    double Gap,
    int Iterations,
    bool Converged);
