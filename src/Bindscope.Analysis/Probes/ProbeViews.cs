using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Probes;

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
