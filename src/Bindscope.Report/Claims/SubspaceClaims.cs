using Bindscope.Analysis.Subspaces;
using Bindscope.Report.Drawing;
using Bindscope.Report.Evidence;
using MapOfSubspace = Bindscope.Analysis.Subspaces.Maps.MapResult;

namespace Bindscope.Report.Claims;

/// <summary>Figure 5: subspaces that hold digits and names.</summary>
internal static class SubspaceClaims
{
    internal static IEnumerable<Claim> Of(RunEvidence run)
    {
        yield return Swap(run, SubspaceTarget.Digit, "digit-subspace", "Swapping 10 components that a sparse classifier finds for"
            + " digits changes the answer in 92.17 %.", "92.17 %");
        yield return Swap(run, SubspaceTarget.Name, "name-subspace", "Swapping 26 components found for variable names changes the"
            + " answer in 87.08 %.", "87.08 %");
        yield return Clusters(run, run.DigitMap, "digit-clusters", "digits");
        yield return Clusters(run, run.NameMap, "name-clusters", "names");
    }

    private static Claim Swap(RunEvidence run, SubspaceTarget target, string id, string statement, string paper)
    {
        const string rule = "at the layer after the first where it works best, the swap turns at least 80 % of the answers, and"
            + " random subspaces of equal rank at most 10 %";
        if (run.Subspaces.Result is not { } result)
        {
            return Claim.Untested(id, "5", statement, rule, run.Subspaces.Missing, run.Subspaces.Command);
        }

        SubspaceFinding? best = Best(result, target);
        return best is null
            ? Claim.Untested(id, "5", statement, rule, "The analysis has no such subspace after layer 1.", run.Subspaces.Command)
            : Claim.Tested(
                id,
                "5",
                statement,
                rule,
                [
                    .. Arm(best, SwapArm.Selected, $"selected components, entering layer {best.Layer}", paper, new Band(0.8, null)),
                    .. Arm(best, SwapArm.Random, "random subspaces of equal rank", "not stated", new Band(null, 0.1)),
                ],
                $"The whole vector turns {Numbers.Percent(best.Swaps.First(swap => swap.Arm == SwapArm.WholeVector).Success.Value)}"
                    + " at that layer: no swap there can do more.");
    }

    /// <summary>The subspace after layer 1, whose input is the embedding, that does most.</summary>
    internal static SubspaceFinding? Best(SubspaceResult result, SubspaceTarget target) => result.Findings
        .Where(finding => finding.Target == target && finding.Layer > 1)
        .MaxBy(finding => finding.Swaps.First(swap => swap.Arm == SwapArm.Selected).Success.Value);

    private static IEnumerable<Finding> Arm(SubspaceFinding best, SwapArm arm, string label, string paper, Band band) =>
        best.Swaps.Where(swap => swap.Arm == arm).Select(swap => Finding.Of(label, paper, Measure.Of(swap.Success), band));

    private static Claim Clusters(RunEvidence run, Source<MapOfSubspace> map, string id, string what)
    {
        string statement = $"Clusters of {what} emerge in those components over training.";
        const string rule = "more tokens lie nearest to their own class's centre at the last checkpoint than at the first, by at"
            + " least 20 points";
        if (map.Result is not { Checkpoints: [var first, .., var last] } result)
        {
            return Claim.Untested(id, "5", statement, rule, map.Missing, map.Command);
        }

        int tokens = result.Classes.Length;
        Measure Share(double value) => Measure.Of(Bindscope.Analysis.Phases.Proportion.OfCounts((int)Math.Round(value * tokens), tokens));
        return Claim.Tested(
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
            $"Layer {result.Layer}. Tokens of one program are not independent, so these intervals are too narrow. Run {run.Run.Name}.");
    }
}
