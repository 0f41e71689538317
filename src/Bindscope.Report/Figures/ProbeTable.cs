using Bindscope.Analysis;
using Bindscope.Analysis.Probes;
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
        return run.Probes.Shown is not { } probes
            ? Figure.Absent("table-1", label, what, run.Probes.Missing, run.Probes.Command)
            : new Figure(
                "table-1",
                label,
                $"{what} In %, with 95 % intervals over programs. In the paper: state {ProbeClaims.Range(paper.State)}, best"
                    + $" {ProbeClaims.Best(paper.State)}; bound variables {ProbeClaims.Range(paper.BoundVariable)}, best"
                    + $" {ProbeClaims.Best(paper.BoundVariable)}.",
                null,
                DataTable.Of(ProbeAnalysis.Views(probes).Take(1)),
                "",
                run.Probes.Command);
    }
}
