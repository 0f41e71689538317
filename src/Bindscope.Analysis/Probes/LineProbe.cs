using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.Probes;

/// <summary>A classifier that reads a property of a line from the residual stream at its right-hand side.</summary>
/// <param name="AfterLayer">The layer whose output is read, 1-based; 0 for the embeddings.</param>
/// <param name="Target">What is read.</param>
/// <param name="Accuracy">Lines that are read correctly.</param>
/// <param name="OnVariables">
/// Of the lines with a variable on the right: those whose value or depth does not stand there as a digit.
/// </param>
/// <param name="Majority">What saying the most frequent class of those lines would score on them.</param>
/// <param name="Control">
/// Accuracy, on the same lines, of an equal probe on the control task: each pair of names (left, right) has a class of its own, drawn
/// once.
/// </param>
/// <param name="Selectivity"><paramref name="OnVariables"/> minus <paramref name="Control"/>.</param>
/// <param name="Gap">Duality gap of the fit, as a share of what a fit without features costs.</param>
/// <param name="Iterations">Gradient steps of the fit.</param>
/// <param name="Converged">Whether the gap is within the tolerance asked for.</param>
/// <remarks>Control tasks: Hewitt and Liang, EMNLP 2019.</remarks>
public sealed record LineProbe(
    int AfterLayer,
    LineTarget Target,
    Estimate Accuracy,
    Estimate OnVariables,
    double Majority,
    Estimate Control,
    double Selectivity,
    double Gap,
    int Iterations,
    bool Converged);
