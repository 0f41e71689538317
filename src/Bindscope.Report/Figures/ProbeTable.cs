using System.Collections.Immutable;
using Bindscope.Analysis;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;

namespace Bindscope.Report.Figures;

/// <summary>Table 1: linear probes for the program state at newlines.</summary>
internal static class ProbeTable
{
    internal static Figure Of(RunEvidence run)
    {
        PaperProbes paper = PaperNumbers.Stated.Probes;
        const string label = "Table 1", what = "Linear probes at newlines, by the layer whose output they read: the whole program"
            + " state, and the values of bound variables.";
        return run.Probes.Result is not { } probes
            ? Figure.Absent("table-1", label, what, run.Probes.Missing, run.Probes.Command)
            : new Figure(
                "table-1",
                label,
                $"{what} {probes.TestPrograms} test programs; 95 % intervals over programs. In the paper: state {ProbeClaims.Range(paper.State)}, best"
                    + $" {ProbeClaims.Best(paper.State)}; bound variables {ProbeClaims.Range(paper.BoundVariable)}, best"
                    + $" {ProbeClaims.Best(paper.BoundVariable)}.",
                null,
                new DataTable(
                    ["after layer", "whole state", "bound variables", "the line's own variable", "state, shuffled labels", "bound"
                        + " variables, shuffled"],
                    [
                        .. probes.States.Select(probe => ImmutableArray.Create(
                            probe.AfterLayer == 0 ? "embedding" : $"{probe.AfterLayer}", Measure.Of(probe.State).Text(),
                                Measure.Of(probe.BoundVariable).Text(),
                            Measure.Of(probe.OwnVariable).Text(), Measure.Of(probe.ShuffledState).Text(),
                                Measure.Of(probe.ShuffledBoundVariable).Text())),
                    ]),
                "",
                run.Probes.Command);
    }
}
