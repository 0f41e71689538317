using Bindscope.Analysis.Development;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;
using Bindscope.Report.Drawing;
using Bindscope.Report.Evidence;

namespace Bindscope.Report.Claims;

/// <summary>Figure 4: the circuit over training, and cumulative learning.</summary>
internal static class DevelopmentClaims
{
    private const string Order = "The circuit emerges hop by hop: 1 hop first, then 2, then 3 and 4.";
    private const string OrderRule =
        "the step from which the chain's last right-hand side carries the digit (half of its final success, answer after line 2)"
            + " never falls with the number of hops,"
        + " by the intervals of those steps";

    private const string Kept = "Cumulative learning: the line-1 heuristic's cell stays in use to the end where the answer is on line 1.";
    private const string KeptRule = "at the last checkpoint the heuristic cell turns at least 80 % of programs of 2 and more hops"
        + " with the answer on line 1";
    private const string Fades = "On line 2 the same cell works at first only.";
    private const string FadesRule = "at the last checkpoint it turns at most half of programs of 2 and more hops with the answer"
        + " on line 2";

    internal static IEnumerable<Claim> Of(RunEvidence run)
    {
        if (run.Development.Result is not { } development)
        {
            return
            [
                Claim.Untested("hop-by-hop", "4", Order, OrderRule, run.Development.Missing, run.Development.Command),
                Claim.Untested("cumulative", "4", Kept, KeptRule, run.Development.Missing, run.Development.Command),
                Claim.Untested("line-2-fades", "4", Fades, FadesRule, run.Development.Missing, run.Development.Command),
            ];
        }

        return
        [
            HopByHop(development),
            HeuristicCell(development, AnswerLineGroup.First, "cumulative", Kept, KeptRule, "over 80 % at (2, colon)", new Band(0.8, null)),
            HeuristicCell(development, AnswerLineGroup.Second, "line-2-fades", Fades, FadesRule, "early only", new Band(null, 0.5)),
        ];
    }

    private static Claim HopByHop(DevelopmentResult development)
    {
        Emergence[] steps =
        [
            .. development.Order.Where(one => one.AnswerLine == AnswerLineGroup.Later && one.Role == TokenRole.Right(one.Hops))
                .GroupBy(one => one.Hops).OrderBy(group => group.Key).Select(group => group.MaxBy(one => one.Final)!),
        ];
        if (steps.Length < 2)
        {
            return Claim.Untested(
                "hop-by-hop", "4", Order, OrderRule, "Fewer than two of the chain's right-hand sides carry the digit at the end, so"
                    + " there is no order to see.", null);
        }

        bool ordered = steps.Zip(steps.Skip(1)).All(pair => pair.First.Low <= (pair.Second.High ?? int.MaxValue));
        bool strict = steps.Zip(steps.Skip(1)).All(pair => pair.First.Step <= pair.Second.Step);
        string seen = string.Join("; ", steps.Select(one =>
            $"{one.Hops} {(one.Hops == 1 ? "hop" : "hops")} from step {Numbers.Whole(one.Step)}"
                + $" ({Numbers.Whole(one.Low)}\u2013{(one.High is { } high ? Numbers.Whole(high) : "end")})"));
        string[] absent = [.. development.Programs.Select(group => group.Hops).Distinct().Except(steps.Select(one => one.Hops))
            .Select(hops => $"{hops} hops")];
        return Claim.Tested(
            "hop-by-hop",
            "4",
            Order,
            OrderRule,
            [new Finding("steps of emergence", "1 hop by 60,000, then 2, then 3 and 4", null, seen, null, strict ? Verdict.Reproduced
                : ordered ? Verdict.Undecided : Verdict.Differs)],
            absent.Length > 0 ? $"At {Numbers.List(absent)} that right-hand side carries too little at the end to have a step." : "");
    }

    private static Claim HeuristicCell(
        DevelopmentResult development, AnswerLineGroup line, string id, string statement, string rule, string paper, Band atTheEnd)
    {
        FollowedCell? cell = development.Cells.FirstOrDefault(one => one.Role == TokenRole.Colon);
        (int Step, Proportion Success)[] curve = cell is null ? [] : [.. Curve(development, cell, line)];
        if (curve.Length == 0)
        {
            return Claim.Untested(id, "4", statement, rule, "No such cell or program was followed.", null);
        }

        if (line == AnswerLineGroup.First && curve.All(point => point.Success.High < 0.5))
        {
            return Claim.Tested(id, "4", statement, rule, [Finding.Of(
                $"({cell!.Layer}, colon) at its best, step {Numbers.Whole(curve.MaxBy(point => point.Success.Value).Step)}", paper,
                Measure.Of(curve.MaxBy(point => point.Success.Value).Success), atTheEnd)]).NotTestable(
                "The followed cell never carried line 1's digit: it was chosen at the last checkpoint, where a route that was given up is no longer seen.");
        }

        (int last, Proportion success) = curve[^1];
        var findings = new List<Finding>();
        if (line == AnswerLineGroup.Second)
        {
            (int best, Proportion highest) = curve.MaxBy(point => point.Success.Value);
            findings.Add(Finding.Of(
                $"({cell!.Layer}, colon) at its best, step {Numbers.Whole(best)}", "high", Measure.Of(highest), new Band(0.5, null)));
        }

        findings.Add(Finding.Of($"({cell!.Layer}, colon) at step {Numbers.Whole(last)}", paper, Measure.Of(success), atTheEnd));
        return Claim.Tested(id, "4", statement, rule, findings, $"The cell was chosen from this model's own sweep: {cell.Why}.");
    }

    /// <summary>Success of a cell over training in programs of two and more hops.</summary>
    private static IEnumerable<(int Step, Proportion Success)> Curve(DevelopmentResult development, FollowedCell cell, AnswerLineGroup line) =>
        from checkpoint in development.Checkpoints
        let values = checkpoint.Values.Where(value =>
            value.Layer == cell.Layer && value.Role == cell.Role && value.AnswerLine == line && value.Hops > 1).ToArray()
        where values.Length > 0
        select (checkpoint.Step, Routes.Pooled(values.Select(value => value.Success)));
}
