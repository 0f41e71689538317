using Bindscope.Analysis;
using Bindscope.Analysis.Subspaces;
using Bindscope.Analysis.Subspaces.Maps;
using Bindscope.Numerics.Statistics;
using Bindscope.Paper.Evidence;

namespace Bindscope.Paper;

/// <summary>Figure 5: subspaces that hold digits and names.</summary>
internal static class SubspaceClaims
{
    /// <summary>Where whole vectors turn less than this, there is nothing to be found in a part of them.</summary>
    private const double Holds = 0.3;

    internal static IEnumerable<Claim> Of(RunEvidence run)
    {
        (PaperSubspace digit, PaperSubspace name) = PaperNumbers.Stated.Subspaces;
        yield return Swap(run, SubspaceTarget.Digit, "digit-subspace", $"Swapping {digit.Rank} components that a sparse classifier finds for"
            + $" digits changes the answer in {Numbers.Stated(digit.Success)}.", Numbers.Stated(digit.Success));
        yield return Swap(run, SubspaceTarget.Name, "name-subspace", $"Swapping {name.Rank} components found for variable names changes the"
            + $" answer in {Numbers.Stated(name.Success)}.", Numbers.Stated(name.Success));
        yield return Clusters(run, run.DigitMap, "digit-clusters", "digits");
        yield return Clusters(run, run.NameMap, "name-clusters", "names");
    }

    private static Claim Swap(RunEvidence run, SubspaceTarget target, string id, string statement, string paper)
    {
        string works = target == SubspaceTarget.Digit ? "where the swap at the later tokens of the chain alone" : "that";
        string rule = $"at the layer after the first {works} works best in half of the pairs, in the others the swap turns at least 80 % of the answers,"
            + " and random subspaces of equal rank at most 10 %"
            + (target == SubspaceTarget.Digit
                ? "; at the later tokens alone, without the digit's own, it turns at least half, and random ones at most 10 %"
                : "");
        if (run.Subspaces.Result is not { } result)
        {
            return Claim.Untested(id, "5", statement, rule, run.Subspaces.Missing, run.Subspaces.Command);
        }

        if (Best(result, target) is not { } best)
        {
            return Claim.Untested(id, "5", statement, rule, "The analysis has no such subspace after layer 1.", run.Subspaces.Command);
        }

        Claim claim = Claim.Tested(
            id,
            "5",
            statement,
            rule,
            [
                .. Arm(best, SwapArm.Selected, $"selected components, entering layer {best.Layer}", paper, new Band(0.8, null)),
                .. Arm(best, SwapArm.Random, "random subspaces of equal rank", "not stated", new Band(null, 0.1)),
                .. Arm(best, SwapArm.LaterAlone, "selected, later tokens alone", "not stated", new Band(0.5, null)),
                .. Arm(best, SwapArm.LaterRandom, "random, later tokens alone", "not stated", new Band(null, 0.1)),
            ],
            string.Join(" ", new[] { SwapArm.WholeVector, SwapArm.LargestVariance, SwapArm.RootAlone, SwapArm.LaterWhole, SwapArm.LaterVariance }
                .SelectMany(arm => best.Swaps.Where(swap => swap.Arm == arm))
                .Select(swap => $"{Beside(swap.Arm)}: {Numbers.Percent(swap.Success.Value)}."))).Noting(LeftOut(best)).Beside(
            best.Swaps.Where(swap => swap.Arm == SwapArm.ShuffledLabels).Select(swap => new NullScore(
                "learned its components from shuffled labels", Measure.Of(swap.Success).Text(), swap.Success.Low >= 0.8)));
        SwapOutcome? whole = best.Swaps.FirstOrDefault(swap => swap.Arm == SwapArm.WholeVector);
        if (target == SubspaceTarget.Name && whole is not null && whole.Success.High < Holds)
        {
            return claim.NotTestable(
                $"Names are not where they were swapped: even whole vectors there turn {Measure.Of(whole.Success).Text()}. {Elsewhere(run)}");
        }

        return target == SubspaceTarget.Digit && best.Swaps.All(swap => swap.Arm != SwapArm.LaterAlone)
            ? claim.NotTestable("The swap was at the digit's own token too, where it exchanges the input: an older build's result cannot tell.")
                with
            { Command = run.Subspaces.Command }
            : claim;
    }

    /// <summary>Where the search for trained subspaces found names, by whole vectors at each token.</summary>
    private static string Elsewhere(RunEvidence run) =>
        run.Alignment.Result?.Ceilings.Where(ceiling => ceiling.Target == SubspaceTarget.Name).MaxBy(ceiling => ceiling.TrainSuccess.Value) is not { } most
            ? $"{run.Alignment.Command} looks at the tokens after it, too."
            : $"Of the tokens up to three further on, {most.Token} entering layer {most.Layer} has most of them: {Measure.Of(most.Success).Text()}.";

    /// <summary>
    /// The subspace after layer 1, whose input is the embedding, that does most: for digits at the tokens to which they are handed on, in half of
    /// the pairs.
    /// </summary>
    internal static SubspaceFinding? Best(SubspaceResult result, SubspaceTarget target) => result.Findings
        .Where(finding => finding.Target == target && finding.Layer > 1)
        .MaxBy(finding =>
        {
            SwapOutcome swap = finding.Swaps.FirstOrDefault(one => one.Arm == SwapArm.LaterAlone) ?? finding.Swaps.First(one => one.Arm == SwapArm.Selected);
            return (swap.Choosing ?? swap.Success).Value;
        });

    private static IEnumerable<Finding> Arm(SubspaceFinding best, SwapArm arm, string label, string paper, Band band) =>
        best.Swaps.Where(swap => swap.Arm == arm).Select(swap => Finding.Of(label, paper, Measure.Of(swap.Judging ?? swap.Success), band));

    private static string LeftOut(SubspaceFinding best) => (best.Tried, best.Solved) switch
    {
        ({ } tried, { } solved) when tried == solved => "",
        ({ } tried, { } solved) => FormattableString.Invariant(
            $"Pairs of which the model does not solve both programs are left out: {tried - solved} of {tried}."),
        _ => "How many pairs were left out, because the model does not solve both programs, this result of an older build does not say.",
    };

    private static string Beside(SwapArm arm) => arm switch
    {
        SwapArm.WholeVector => "The whole vector there",
        SwapArm.LargestVariance => "As many components of largest variance",
        SwapArm.RootAlone => "The selected at the root's own token alone",
        SwapArm.LaterWhole => "The whole vector at the later tokens alone",
        _ => "As many of largest variance at the later tokens alone",
    };

    private static Claim Clusters(RunEvidence run, Source<SubspaceMap> map, string id, string what)
    {
        string statement = $"Clusters of {what} emerge in those components over training.";
        const string rule = "more tokens lie nearest to their own class's centre at the last checkpoint than at the first, by at"
            + " least 20 points; of digits, not counting the root's own tokens, which the input tells apart";
        if (map.Result is not { Checkpoints: [var first, .., var last] } result)
        {
            return Claim.Untested(id, "5", statement, rule, map.Missing, map.Command);
        }

        // The root's own tokens count as rightly placed, all of them: what is left is at most as good as the others are. Tokens of one program are not
        // independent, so the interval is that of as many programs as have such a token.
        bool ofDigits = result.Target == SubspaceTarget.Digit;
        int roots = ofDigits ? result.Depths.Count(depth => depth == 1) : 0;
        int tokens = Math.Max(1, result.Classes.Length - roots);
        int programs = Math.Max(1, result.Depths.Count(depth => depth == (ofDigits ? 2 : 1)));
        Measure Share(double value) => Measure.Of(Proportion.OfMean(Math.Clamp(((value * result.Classes.Length) - roots) / tokens, 0, 1), programs));
        Claim claim = Claim.Tested(
            id,
            "5",
            statement,
            rule,
            [
                Finding.Of(
                    $"nearest own centre, step {Numbers.Whole(last.Step)} minus step {Numbers.Whole(first.Step)}",
                    "clusters emerge",
                    Measure.Difference(Share(last.NearestCentre), Share(first.NearestCentre)),
                    new Band(0.2, null)),
            ],
            $"Layer {result.Layer}, {Numbers.Whole(tokens)} tokens of {Numbers.Whole(programs)} programs. Run {run.Run.Name}.");
        return first.Step == 0
            ? claim.WithoutNull("the criterion itself holds the model against the untrained one, its first checkpoint.")
            : claim.NotTestable(
                $"The first map is of step {Numbers.Whole(first.Step)}, when the model had been trained already: what had emerged before does not show.")
                .WithoutNull("there is no map of the untrained model.");
    }
}
