using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Roles;
using Bindscope.Paper.Evidence;

namespace Bindscope.Paper;

/// <summary>Figures 3c and 10: which heads carry which hop.</summary>
internal static class HeadClaims
{
    private const string Order = "Heads in successive layers make successive hops: 6.5 and 7.7 the first, 7.2, 8.3 and 9.4 the"
        + " next, 11.2, 11.3 and 11.7 the last step.";
    private const string OrderRule = "the strongest heads of hop 1, of each later hop and of the last step to the colon each"
        + " move the answer by half a logit and a tenth of what the strongest head does anywhere, with the interval (for all heads at once) above 0, and lie in"
        + " layers that never fall";
    private const string Shared = "One head (8.3) serves two hops.";
    private const string SharedRule = "some head has, at two depths of the chain, at least half of the effect of the strongest head"
        + " there, and at least half a logit and a tenth of what the strongest head does anywhere, with its interval (for all heads at once) above 0";

    internal static IEnumerable<Claim> Of(RunEvidence run)
    {
        if (run.Heads.Result is not { } sweep)
        {
            return
            [
                Claim.Untested("heads-in-order", "3c", Order, OrderRule, run.Heads.Missing, run.Heads.Command),
                Claim.Untested("shared-head", "3c", Shared, SharedRule, run.Heads.Missing, run.Heads.Command),
            ];
        }

        // Heads that are moved as far in random directions bring no digit: what they pass, the criterion does not show.
        PatchResult? moves = sweep.OfRandomMoves();
        NullScore[] Random(Func<PatchResult, Claim> judge) =>
            moves is null ? [] : [NullScore.Of("moves what these heads write as far in random directions", judge(moves))];
        Claim shared = SharedHead(sweep).Noting(Routes.LeftOut(Routes.Later(sweep)));
        return
        [
            InOrder(sweep).Noting(Routes.LeftOut(Routes.Later(sweep))).Beside([.. Random(InOrder), AnyOrder(sweep)]),
            moves is null ? shared.WithoutNull("The stored sweep has no moves in random directions.") : shared.Beside(Random(SharedHead)),
        ];
    }

    /// <summary>The same heads, had they been found for the steps in any order: where many orders never fall, not falling tells little.</summary>
    private static NullScore AnyOrder(PatchResult sweep)
    {
        int[] layers = [.. HopHeads.Strongest(sweep).Select(step => step.Head.Layer)];
        double share = layers.GroupBy(layer => layer).Select(layer => Factorial(layer.Count())).Aggregate(1.0, (product, ways) => product * ways)
            / Factorial(layers.Length);
        return new NullScore("has the same heads, for the steps in any order", $"{Numbers.Percent(share)} of the orders never fall", share > 0.05);

        static double Factorial(int n) => Enumerable.Range(1, n).Aggregate(1.0, (product, factor) => product * factor);
    }

    private static Claim InOrder(PatchResult sweep)
    {
        (string Step, ComponentRank Head, RoleEffect Effect)[] strongest = HopHeads.Strongest(sweep);
        string seen = string.Join(", ", strongest.Select(step =>
            $"{step.Step} {step.Head.Layer}.{step.Head.Head} (+{Numbers.Plain(step.Effect.Effect.Value)}, n = {Numbers.Whole(step.Effect.Effect.Programs)})"));
        bool rising = strongest.All(step => HopHeads.Matters(sweep, step.Effect))
            && strongest.Zip(strongest.Skip(1)).All(pair => pair.First.Head.Layer <= pair.Second.Head.Layer);
        return Claim.Tested(
            "heads-in-order", "3c", Order, OrderRule, [Finding.Seen("strongest heads", "6.5, 7.2, 8.3, 9.4, 11.2", rising, seen)]);
    }

    private static Claim SharedHead(PatchResult sweep)
    {
        TokenRole[] hops = [.. HopHeads.Steps(sweep).SkipLast(1).Select(step => step.Role)];
        if (hops.Length < 2)
        {
            return Claim.Untested("shared-head", "3c", Shared, SharedRule, "This task has chains of one look-up only.", null);
        }

        (string Head, TokenRole Role)[] serving =
        [
            .. from role in hops
               let all = HopHeads.At(sweep, role).ToArray()
               let best = all.Max(head => head.Effect.Effect.Value)
               from head in all
               where head.Effect.Effect.Value >= best / 2 && HopHeads.Matters(sweep, head.Effect)
               select ($"{head.Head.Layer}.{head.Head.Head}", role),
        ];
        string[] shared = [.. serving.GroupBy(one => one.Head).Where(head => head.Count() > 1).Select(head => head.Key)];
        string seen = shared.Length > 0
            ? $"{Numbers.List(shared)} at two depths"
            : serving.Length == 0 ? "no head moves the answer at any depth"
            : "no head at two depths; " + string.Join(", ", serving.Select(one => $"{one.Head} at depth {one.Role.Number}"));
        int[] programs = [.. hops.SelectMany(role => HopHeads.At(sweep, role)).Select(head => head.Effect.Effect.Programs)];
        return Claim.Tested("shared-head", "3c", Shared, SharedRule, [
            Finding.Seen("heads at two depths", "8.3", shared.Length > 0, $"{seen} (n = {Numbers.Whole(programs.Min())})"),
        ]);
    }
}
