using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Roles;
using Bindscope.Paper.Evidence;
using Bindscope.Programs.Execution;

namespace Bindscope.Paper;

/// <summary>Figure 4: the circuit over training, and cumulative learning.</summary>
internal static class DevelopmentClaims
{
    private const string Order = "The circuit emerges hop by hop: 1 hop first, then 2, then 3 and 4.";
    private const string OrderRule =
        "the step from which the chain's last right-hand side carries the digit (half of its final success, answer after line 2)"
            + " never falls with the number of hops,"
        + " by the intervals of those steps";

    private const string Kept = "Cumulative learning: the line-1 heuristic's cell stays in use to the end where the answer is on line 1.";
    private const string KeptRule =
        "the heuristic's cell turns at least half of the answers on line 1 on the plateau, and at least 80 % at the last checkpoint";
    private const string Fades = "On line 2 the same cell works at first only.";
    private const string FadesRule = "it turns at least half of the answers on line 2 on the plateau, and at most half at the last checkpoint";

    internal static IEnumerable<Claim> Of(RunEvidence run)
    {
        DevelopmentResult? development = run.Development.Result;
        yield return development is null
            ? Claim.Untested("hop-by-hop", "4", Order, OrderRule, run.Development.Missing, run.Development.Command)
            : HopByHop(development);
        string noRoute = run.PhaseOf(PhaseKind.Heuristic) is null ? "The run has no heuristic phase, so there is no cell of a heuristic to follow."
            : run.Cumulative.Result is null ? run.Cumulative.Missing
            : "The stored analysis found no such cell on the plateau.";
        foreach ((AnswerLineGroup line, string id, string statement, string rule, string paper, Band atTheEnd) in new[]
        {
            (AnswerLineGroup.First, "cumulative", Kept, KeptRule, "over 80 % at (2, colon)", new Band(0.8, null)),
            (AnswerLineGroup.Second, "line-2-fades", Fades, FadesRule, "early only", new Band(null, 0.5)),
        })
        {
            // Found where the heuristic is, on its plateau: at the end a route that was given up is no longer seen.
            yield return run.Cumulative.Result?.Route is { } route
                ? Followed(route, line, id, statement, rule, paper, atTheEnd)
                : Claim.Untested(id, "4", statement, rule, noRoute, run.Cumulative.Result is null ? run.Cumulative.Command : null);
        }
    }

    private static Claim Followed(
        HeuristicRoute route, AnswerLineGroup line, string id, string statement, string rule, string paper, Band atTheEnd)
    {
        RouteUse[] curve = [.. route.Curve.Where(use => use.AnswerLine == line)];
        if (curve.Length == 0)
        {
            return Claim.Untested(
                id, "4", statement, rule, $"No such program is solved both on the plateau and at the end. {LeftOut(route, line)}".TrimEnd(), null);
        }

        Finding[] Findings(RouteUse plateau, RouteUse end) =>
        [
            Finding.Of($"{route.Cell} on the plateau, step {Numbers.Whole(plateau.Step)}", "high", Measure.Of(plateau.Success), new Band(0.5, null)),
            Finding.Of($"the same at step {Numbers.Whole(end.Step)}", paper, Measure.Of(end.Success), atTheEnd),
        ];
        Claim claim = Claim.Tested(
            id,
            "4",
            statement,
            rule,
            Findings(curve.Single(use => use.Step == route.Checkpoint), curve[^1]),
            $"The cell was found at the end of the plateau, where it turns {Numbers.Percent(route.Chosen.Value)} of other programs with the answer on line 1;"
                + " followed on programs of all depths that the plateau and the last checkpoint solve.").Noting(LeftOut(route, line));
        Claim beside = curve[0].Step == route.Checkpoint
            ? claim.WithoutNull("No checkpoint before the plateau is kept.")
            : claim.Beside([NullScore.Of(
                $"stays as it is at step {Numbers.Whole(curve[0].Step)}", Claim.Tested(id, "4", statement, rule, Findings(curve[0], curve[0])))]);
        return route.IsOwn ? beside : beside.NotTestable(
            "On the plateau answers after line 2 hang on the same cell about as often: it is where all answers come to the end, and no heuristic's own.");
    }

    private static string LeftOut(HeuristicRoute route, AnswerLineGroup line) => route.Programs switch
    {
        null => "How many were left out, because one of the two does not solve them, this result of an older build does not say.",
        { } programs when programs.FirstOrDefault(one => one.AnswerLine == line) is { } these && these.Tried > these.Followed => FormattableString.Invariant(
            $"Programs that one of the two does not solve together with their counterfactual are left out: {these.Tried - these.Followed} of {these.Tried}")
            + FormattableString.Invariant($" ({these.Tried - these.Plateau} by the plateau, {these.Plateau - these.Followed} more by the last)."),
        _ => "",
    };

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
            $"{Execution.HopsInWords(one.Hops)} from step {Numbers.Whole(one.Step)}"
                + $" ({Numbers.Whole(one.Low)}\u2013{(one.High is { } high ? Numbers.Whole(high) : "end")})"));
        // The same steps in every order of the hops: where many orders meet the criterion, meeting it tells little.
        Emergence[][] orders = [.. Orders(steps)];
        int meeting = orders.Count(order => order.Zip(order.Skip(1)).All(pair => pair.First.Step <= pair.Second.Step));
        string[] absent = [.. development.Programs.Select(group => group.Hops).Distinct().Except(steps.Select(one => one.Hops))
            .Select(Execution.HopsInWords)];
        return Claim.Tested(
            "hop-by-hop",
            "4",
            Order,
            OrderRule,
            [new Finding("steps of emergence", "1 hop by 60,000, then 2, then 3 and 4", null, seen, null, strict ? Verdict.Reproduced
                : ordered ? Verdict.Undecided : Verdict.Differs)],
            $"Followed on {Numbers.Whole(development.Programs.Where(group => group.AnswerLine == AnswerLineGroup.Later).Min(group => group.Programs))} programs"
                + " or more of each number of hops, which the last checkpoint solves."
                + (LeftOut(development) is { Length: > 0 } left ? $" {left}" : "")
                + (absent.Length > 0 ? $" At {Numbers.List(absent)} that right-hand side carries too little at the end to have a step." : "")).Beside(
        [
            new NullScore("has the same steps, the hops in any order", $"{meeting} of {orders.Length} orders meet it", 20 * meeting > orders.Length),
        ]);
    }

    private static string LeftOut(DevelopmentResult development)
    {
        GroupSize[] later = [.. development.Programs.Where(group => group.AnswerLine == AnswerLineGroup.Later)];
        return Routes.LeftOut(later.Sum(group => group.Tried), later.Sum(group => group.Solved));
    }

    private static IEnumerable<Emergence[]> Orders(Emergence[] steps) => steps.Length == 0
        ? [[]]
        : steps.SelectMany((first, i) => Orders([.. steps[..i], .. steps[(i + 1)..]]).Select(rest => (Emergence[])[first, .. rest]));
}
