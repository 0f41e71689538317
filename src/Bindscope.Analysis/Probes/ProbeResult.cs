using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Probes;

/// <summary>Probes of a checkpoint: plain data, as <c>analyses/probes-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="FitPrograms">Programs that the probes learned from.</param>
/// <param name="TestPrograms">Programs that they were measured on.</param>
/// <param name="States">At newlines: the whole state so far (table 1), after every layer; layer 0 are the embeddings.</param>
/// <param name="Lines">At right-hand sides: value and depth of the line, after every layer.</param>
public sealed record ProbeResult(
    int Format,
    int Checkpoint,
    int Layers,
    int FitPrograms,
    int TestPrograms,
    ImmutableArray<StateProbe> States,
    ImmutableArray<LineProbe> Lines)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

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

/// <summary>What a probe at a right-hand side reads.</summary>
public enum LineTarget
{
    /// <summary>The digit that the line resolves to.</summary>
    Value,

    /// <summary>The line's referential depth; depths beyond the query's limit are one class.</summary>
    Depth,
}

/// <summary>Probes as tables.</summary>
internal static class ProbeViews
{
    internal static IEnumerable<View> Of(ProbeResult result)
    {
        yield return View.Of(
            $"""
            probes fitted on {result.FitPrograms} programs, measured on {result.TestPrograms} others; %
            at newlines: 26 variables, each unbound or a digit (table 1)
            """,
            ["after layer", "whole state", "bound variables", "own line's variable", "shuffled: state", "bound", "gap", "converged"],
            result.States.Select(probe => (IEnumerable<Cell>)
            [
                probe.AfterLayer,
                Cell.Percent(probe.State, "0.0"),
                Cell.Percent(probe.BoundVariable, "0.0"),
                Cell.Percent(probe.OwnVariable, "0.0"),
                Cell.Percent(probe.ShuffledState, "0.0"),
                Cell.Percent(probe.ShuffledBoundVariable, "0.0"),
                Cell.Number(probe.Gap, "0.0e0"),
                Cell.YesOrNo(probe.Converged),
            ])).Named("states");
        yield return View.Of(
            $"at right-hand sides: the line's value, and its depth; %",
            ["after layer", "target", "all lines", "lines with a variable", "majority", "control task", "selectivity", "gap"],
            result.Lines.Select(probe => (IEnumerable<Cell>)
            [
                probe.AfterLayer,
                Cell.Words(probe.Target),
                Cell.Percent(probe.Accuracy, "0.0"),
                Cell.Percent(probe.OnVariables, "0.0"),
                Cell.Percent(probe.Majority),
                Cell.Percent(probe.Control, "0.0"),
                Cell.Percent(probe.Selectivity),
                Cell.Number(probe.Gap, "0.0e0"),
            ])).Named("lines");
    }
}
