using Bindscope.Analysis;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Seeds;
using Bindscope.Numerics.Statistics;
using Bindscope.Paper.Evidence;
using Bindscope.Programs.Execution;
using Bindscope.Runs;

namespace Bindscope.Paper;

/// <summary>Section 3 and figures 2, 6 and 7: three phases, and what the model does in each.</summary>
internal static class BehaviourClaims
{
    private static readonly PaperNumbers Paper = PaperNumbers.Stated;

    private const string NoHeuristicPhase = "The run has no heuristic phase, so there is nothing to compare.";

    internal static IEnumerable<Claim> Of(RunEvidence run)
    {
        yield return ThreePhases(run);
        yield return ChanceLevel(run);
        yield return InHeuristicPhase(
            run,
            "plateau",
            "2a",
            $"The second phase is a plateau far above chance and far below solved: about {Numbers.Stated(Paper.Phases.Heuristic.Accuracy)} right.",
            "accuracy in the heuristic phase is 46 to 66 %",
            phase =>
            [
                Finding.Of(
                    "accuracy in the heuristic phase",
                    $"about {Numbers.Stated(Paper.Phases.Heuristic.Accuracy)}",
                    Measure.Of(phase.Accuracy),
                    new Band(0.46, 0.66)),
            ]);
        yield return InHeuristicPhase(
            run,
            "line-1-heuristic",
            "2b",
            $"On the plateau the model answers with line 1's digit: over {Numbers.Stated(Paper.Line1)} right when the answer stands there.",
            "accuracy in the heuristic phase on programs with the answer on line 1 is at least 90 %",
            phase => Group(phase, "line 1", $"over {Numbers.Stated(Paper.Line1)}", new Band(0.9, null)));
        yield return InHeuristicPhase(
            run,
            "line-2-heuristic",
            "2b",
            $"It also answers with line 2's digit: about {Numbers.Stated(Paper.Line2)} right when the answer stands there.",
            "accuracy in the heuristic phase on programs with the answer on line 2 is 50 to 80 %",
            phase => Group(phase, "line 2", $"about {Numbers.Stated(Paper.Line2)}", new Band(0.5, 0.8)));
        yield return InHeuristicPhase(
            run,
            "one-hop-lags",
            "2c",
            "On the plateau 1-hop programs lag behind longer chains, whose roots stand early.",
            "accuracy at the greatest number of hops exceeds that at 1 hop in the heuristic phase, with its whole interval",
            OneHopLags);
        yield return FinalAccuracy(run);
        yield return Seeds(run);
        yield return HeldOut(run);
    }

    private static Claim ThreePhases(RunEvidence run)
    {
        PhaseKind[] kinds = [.. run.Phases.Phases.Select(phase => phase.Kind)];
        string seen = run.Phases.Phases.IsEmpty
            ? "no steady level was found"
            : string.Join("; ", run.Phases.Phases.Select(phase =>
                $"{Name(phase.Kind)} at steps {Numbers.Whole(phase.FirstStep)}\u2013{Numbers.Whole(phase.LastStep)}"
                    + $" ({Numbers.Percent(phase.Accuracy.Value)} right)"));
        bool unfinished = !run.Run.IsFinished && !kinds.Contains(PhaseKind.Solved);
        const string statement = "Training goes through three phases: random digits, shallow heuristics, systematic dereferencing.";
        const string rule = "the phases found by a broken-line fit are chance, heuristic and solved, in this order";
        return unfinished
            ? Claim.Untested("three-phases", "2a", statement, rule, $"The run is still being trained (step"
                + $" {Numbers.Whole(run.Last.Step)}). So far: {seen}.", Resume(run))
            : Claim.Tested(
                "three-phases",
                "2a",
                statement,
                rule,
                [Finding.Seen(
                    "phases in order",
                    $"chance {Steps(Paper.Phases.Chance)}, heuristic {Steps(Paper.Phases.Heuristic)}, solved {Steps(Paper.Phases.Solved)}",
                    kinds is [PhaseKind.Chance, PhaseKind.Heuristic, PhaseKind.Solved], seen)],
                $"Of {Numbers.Whole(run.Last.N)} test programs at each evaluation. Steps of different models and objectives do not compare; the order does.");
    }

    private static Claim ChanceLevel(RunEvidence run)
    {
        string stated = Numbers.Stated(Paper.Phases.Chance.Accuracy);
        string statement = $"In the first phase the model predicts some digit: about {stated} right.";
        string rule = "accuracy in the first phase, over the evaluations at which 19 of 20 predictions are digits, is within 5 points of"
            + $" {stated},"
            + " or of one divided by the number of digits where that is larger";
        double chance = Math.Max(Paper.Phases.Chance.Accuracy, 1.0 / run.Preset.Task.DigitCount);
        if (run.PhaseOf(PhaseKind.Chance) is not { } phase)
        {
            return Claim.Untested("chance-level", "2a", statement, rule, "The run has no phase at chance.", null);
        }

        Evaluation[] saying =
        [
            .. run.Metrics.Evaluations.Where(one => one.Step >= phase.FirstStep && one.Step <= phase.LastStep && 20 * one.NonDigit <= one.N),
        ];
        return saying.Length == 0
            ? Claim.Untested(
                "chance-level", "2a", statement, rule, "At no evaluation of the first phase are 19 of 20 predictions digits.", null)
            : Claim.Tested("chance-level", "2a", statement, rule, [Finding.Of(
                $"accuracy in the first phase, {saying.Length} of {phase.Evaluations} evaluations", $"about {stated}",
                Measure.Of(Proportion.OfMean(saying.Average(one => one.Accuracy), saying[^1].N)), new Band(chance - 0.05, chance + 0.05))]);
    }

    /// <summary>A null model has no phases of its own: over the run's it is held to the same numbers, and to what a heuristic phase is named by.</summary>
    private static Claim InHeuristicPhase(
        RunEvidence run, string id, string figure, string statement, string rule, Func<Phase, IEnumerable<Finding>> findings) =>
        run.Level is { } level
            ? Claim.Tested(id, figure, statement, rule, [
                .. findings(level), Finding.Seen("what its wrong predictions are", "heuristic", level.Kind == PhaseKind.Heuristic, $"named {Name(level.Kind)}"),
            ])
            : run.PhaseOf(PhaseKind.Heuristic) is not { } phase
            ? Claim.Untested(id, figure, statement, rule, NoHeuristicPhase, null)
            : phase.Start is null
            ? Claim.Untested(id, figure, statement, rule, "The run begins in its heuristic phase, so it was not reached by training.", null)
            : Claim.Tested(id, figure, statement, rule, findings(phase));

    private static IEnumerable<Finding> Group(Phase phase, string group, string paper, Band band) =>
        phase.ByAnswerLine.Where(one => one.Group == group)
            .Select(one => Finding.Of($"accuracy, answer on {group}", paper, Measure.Of(one.Accuracy), band));

    private static IEnumerable<Finding> OneHopLags(Phase phase) => phase.ByHops.Length < 2
        ? []
        :
        [
            Finding.Of(
                $"{phase.ByHops[^1].Group} minus 1 hop",
                "above 0",
                Measure.Difference(Measure.Of(phase.ByHops[^1].Accuracy), Measure.Of(phase.ByHops[0].Accuracy)),
                new Band(0, null)),
        ];

    private static Claim FinalAccuracy(RunEvidence run)
    {
        string stated = $"over {Numbers.Stated(Paper.FinalAccuracy)}";
        string statement = $"In the end the model is right in {stated} of the test programs, at every depth and on every line.";
        const string rule = "accuracy at the last step is at least 99.9 %, and at least 99 % at the depth and on the answer line where it is lowest";
        if (!run.Run.IsFinished)
        {
            return Claim.Untested("final-accuracy", "2a", statement, rule, $"The run is still being trained (step"
                + $" {Numbers.Whole(run.Last.Step)}).", Resume(run));
        }

        if (run.Evaluation.Result is { } whole)
        {
            return Claim.Tested(
                "final-accuracy", "2a", statement, rule, [Finding.Of("accuracy on the test split", stated,
                    Measure.Of(whole.Accuracy), new Band(0.999, null)), .. Lowest(whole)]);
        }

        Evaluation last = run.Last;
        return Claim.Tested(
            "final-accuracy",
            "2a",
            statement,
            rule,
            [Finding.Of("accuracy at the last step", stated, Measure.Of(Proportion.OfCounts(last.CorrectCount(), last.N)),
                new Band(0.999, null))],
            $"Measured on the programs that training evaluates on; {run.Evaluation.Command} asks the whole test split.");
    }

    private static IEnumerable<Finding> Lowest(Analysis.Accuracy.EvaluationReport whole)
    {
        var (hops, line) = (whole.ByHops.MinBy(group => group.Accuracy.Value)!, whole.ByAnswerLine.MinBy(group => group.Accuracy.Value)!);
        yield return Finding.Of($"lowest by depth: {Execution.HopsInWords(hops.Hops)}", "every depth", Measure.Of(hops.Accuracy), new Band(0.99, null));
        yield return Finding.Of($"lowest by answer line: line {line.Line}", "every line", Measure.Of(line.Accuracy), new Band(0.99, null));
    }

    private static Claim Seeds(RunEvidence run)
    {
        const string statement = "All seeds go through the three phases, at similar steps.";
        const string rule = "every run of the seeds analysis has the phases chance, heuristic and solved, in this order, and the end of chance, the end of"
            + " the heuristic phase and the beginning of solved each come at most twice as late in one run as in another";
        if (run.Seeds.Result?.Runs.FirstOrDefault(one => one.Seed == run.Preset.Training.Seed) is { } own
            && !own.Phases.SequenceEqual(run.Phases.Phases.Select(phase => phase.Kind)))
        {
            return Claim.Untested("seeds", "6", statement, rule, "The stored answer names this run's phases otherwise than they are named now"
                + $" ({string.Join(", ", own.Phases.Select(Name))}): it is of an older build.", run.Seeds.Command);
        }

        return run.Seeds.Result is { } seeds
            ? Claim.Tested(
                "seeds",
                "6",
                statement,
                rule,
                [
                    Finding.Seen(
                        "runs with three phases",
                        $"{Paper.Model.Seeds} of {Paper.Model.Seeds}",
                        seeds.AllThreePhases == seeds.Runs.Length,
                        $"{seeds.AllThreePhases} of {seeds.Runs.Length}"),
                    .. seeds.Spread.Where(one => Compared.Contains(one.Boundary) && one is { Runs: > 1, Earliest: > 0 }).Select(one => Finding.Seen(
                        $"latest over earliest, {Words(one.Boundary)}",
                        "similar",
                        one.Latest <= 2 * one.Earliest,
                        $"{Words(one.Boundary)} at {Steps(one.Earliest!.Value, one.Latest!.Value)}")),
                ]) with
            { Seeds = seeds.Runs.Length }
            : Claim.Untested("seeds", "6", statement, rule, run.Seeds.Missing, run.Seeds.Command);
    }

    /// <summary>Where one phase goes over into the next.</summary>
    private static readonly Boundary[] Compared = [Boundary.ChanceEnds, Boundary.HeuristicEnds, Boundary.SolvedBegins];

    private static string Steps(long earliest, long latest) =>
        earliest == latest ? $"step {Numbers.Whole(earliest)}" : $"steps {Numbers.Whole(earliest)} to {Numbers.Whole(latest)}";

    private static string Words(Boundary boundary) => boundary switch
    {
        Boundary.ChanceEnds => "chance ends",
        Boundary.HeuristicEnds => "the heuristic phase ends",
        _ => "solved begins",
    };

    private static Claim HeldOut(RunEvidence run)
    {
        const string statement = "With a tenth of the pairs of variable and digit held out of training, the curve and the final"
            + " accuracy stay the same.";
        const string rule = "a run of the same kind with held-out combinations ends at 99 % or above on all its test programs, of which some have"
            + " such a line and some do not, less than 1 point from the run that had them all, and comes to stay above 90 % at a step that"
            + " differs by less than half";
        if (run.HeldOut.Result is not { } beside)
        {
            return Claim.Untested(
                "held-out", "7", statement, rule, run.HeldOut.Missing, run.HeldOutCommand);
        }

        (Measure without, Measure difference, string how) = Final(beside);
        long? from = StaysAbove(beside.All, 0.9), late = StaysAbove(beside.Without, 0.9);
        Claim claim = Claim.Tested(
            "held-out",
            "7",
            statement,
            rule,
            [
                Finding.Of($"accuracy on all test programs, {Numbers.Percent(beside.Share)} held out", "as without", without, new Band(0.99, null)),
                Finding.Of($"the same minus that of the run that had all, {how}", "0", difference, new Band(-0.01, 0.01)),
                Finding.Seen(
                    "stays above 90 % from step (with all; held out)",
                    "as without",
                    from is { } first && late is { } second && Math.Max(first, second) < 1.5 * Math.Min(first, second),
                    $"{Step(from)}; {Step(late)}"),
            ]).Noting(beside.Final is null
                ? "The stored comparison is of an older build, which did not pair the programs: the difference's interval is too wide; "
                    + $"{run.HeldOut.Command} pairs them."
                : "");

        // Two runs of one recipe differ by as much: what holding out does has to be told from what another seed does.
        return claim.Verdict == Verdict.Differs
            ? (claim with { Verdict = Verdict.Undecided })
                .Noting("One pair of runs: other seeds of one training differ, too, and by how much is not known here.")
            : claim;
    }

    /// <summary>Accuracy without some combinations at the end, and how much more that is than with all.</summary>
    private static (Measure Without, Measure Difference, string How) Final(HeldOutComparison beside)
    {
        if (beside.Final is not { } final)
        {
            Measure last = Measure.Of(beside.Without.Accuracy[^1]);
            return (last, Measure.Difference(last, Measure.Of(beside.All.Accuracy[^1])), "not paired");
        }

        int Sum(Func<HeldOutPairs, int> count) => final.Pairs.Sum(count);
        var all = new HeldOutPairs(
            HeldOutPlace.None, Sum(one => one.Both), Sum(one => one.AllAlone), Sum(one => one.WithoutAlone), Sum(one => one.Neither));
        return (Measure.Of(all.Accuracy), Measure.Of(all.Difference, all.Programs), "on the same programs");
    }

    private static long? StaysAbove(HeldOutCurve curve, double accuracy)
    {
        int from = Sustained.From(curve.Accuracy, one => one.Value, accuracy);
        return from < curve.Steps.Length ? curve.Steps[from] : null;
    }

    private static string Steps(PaperPhase phase) => $"{Numbers.Whole(phase.First)}\u2013{Numbers.Whole(phase.Last)}";

    private static string Step(long? step) => step is { } one ? Numbers.Whole(one) : "never";

    private static string Resume(RunEvidence run) => $"{run.Program} train --resume --run {run.Argument}";

    private static string Name(PhaseKind kind) => kind.ToString().ToLowerInvariant();
}
