using System.Globalization;
using Bindscope.Analysis;
using Bindscope.Analysis.Probes;
using Bindscope.Paper.Evidence;

namespace Bindscope.Paper;

/// <summary>Table 1: no place holds the whole program state.</summary>
internal static class ProbeClaims
{
    internal static IEnumerable<Claim> Of(RunEvidence run)
    {
        PaperProbes paper = PaperNumbers.Stated.Probes;
        string statement = $"No newline holds the whole program state: linear probes read it in {Range(paper.State)}, and"
            + $" {Range(paper.BoundVariable)} of the bound variables.";
        const string rule = "at the best layer, probes read the whole state in at most 15 % and bound variables in at most 45 %, and these surely more"
            + " often than probes that learned from shuffled states (a vector that tells nothing has no say), by intervals for all layers at once";
        if (run.Probes.Result is not { } probes)
        {
            return [Claim.Untested("no-stored-state", "table 1", statement, rule, run.Probes.Missing, run.Probes.Command)];
        }

        StateProbe[] layers = [.. probes.States.Where(probe => probe.AfterLayer > 0)];
        StateProbe state = layers.MaxBy(probe => probe.State.Value)!;
        StateProbe variable = layers.MaxBy(probe => probe.BoundVariable.Value)!;
        return
        [
            Claim.Tested(
                "no-stored-state",
                "table 1",
                statement,
                rule,
                [
                    Finding.Of($"whole state, after layer {state.AfterLayer}", Best(paper.State), Measure.Of(state.State).BestOf(layers.Length),
                        new Band(null, 0.15)),
                    Finding.Of($"bound variables, after layer {variable.AfterLayer}", Best(paper.BoundVariable),
                        Measure.Of(variable.BoundVariable).BestOf(layers.Length), new Band(null, 0.45)),
                    Finding.Of("the same minus that of shuffled states", "not stated", Measure.Difference(
                        Measure.Of(variable.BoundVariable), Measure.Of(variable.ShuffledBoundVariable)).BestOf(layers.Length), new Band(0, null)),
                ]).Beside([new NullScore("learned from shuffled states", $"{Measure.Of(variable.ShuffledState).Text()}; "
                    + Measure.Of(variable.ShuffledBoundVariable).Text(), false)]),
        ];
    }

    /// <summary>The paper's accuracies over the layers.</summary>
    internal static string Range(PaperProbe probe) => $"{Numbers.Plain(100 * probe.Lowest)}\u2013{Numbers.Stated(probe.Highest)}";

    /// <summary>The paper's highest accuracy, and where.</summary>
    internal static string Best(PaperProbe probe) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * probe.Best:0.00} % (layer {PaperNumbers.Stated.Probes.BestLayer})");
}
