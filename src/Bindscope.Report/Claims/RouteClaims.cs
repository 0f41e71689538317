using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Roles;
using Bindscope.Report.Evidence;

namespace Bindscope.Report.Claims;

/// <summary>Figure 3a and 3b: where the digit travels.</summary>
internal static class RouteClaims
{
    private const string AlongChain = "The digit travels along the right-hand sides of the queried chain, one hop after the other.";
    private const string AlongChainRule =
        "in programs of k = 2 and 3 hops with the answer after line 2, patching the chain's right-hand side of depth k on entering"
            + " some layer after the first"
        + " turns at least half of the answers, and deeper ones peak at later layers";

    private const string ToColon = "The digit is handed to the end of the prompt in the last layers.";
    private const string ToColonRule =
        "in 1-hop programs with the answer after line 2, patching the query variable or the colon on entering the last layer turns"
            + " at least half of the answers";

    private const string Shortcut =
        "Programs with the answer on line 1 keep a shortcut: the digit goes straight to the colon in an early layer, while others"
            + " take the chain.";

    private const string ShortcutRule =
        "in programs of 2 and more hops, at the layer where the colon (on entering it) favours answers on line 1 most, patching it"
            + " turns at least 80 % with the"
        + " answer on line 1 and at least 30 points fewer after line 2";

    private const string Lost = "In 4-hop programs the signal is lost after depth 2 of the chain.";
    private const string LostRule = "in 4-hop programs with the answer after line 2, a patch at depth 2, after layer 1, turns"
        + " half of the answers or more, and none at depth 3 or 4 does";

    internal static IEnumerable<Claim> Of(RunEvidence run)
    {
        if (run.Residual.Result is not { } sweep)
        {
            return new (string Id, string Statement, string Rule)[]
            {
                ("chain-route", AlongChain, AlongChainRule), ("to-the-end", ToColon, ToColonRule), ("shortcut", Shortcut, ShortcutRule),
                    ("lost", Lost, LostRule),
            }.Select(claim => Claim.Untested(claim.Id, "3b", claim.Statement, claim.Rule, run.Residual.Missing, run.Residual.Command));
        }

        GroupEffects[] later = Routes.Later(sweep);
        return [Chain(later, run), End(sweep, later), EarlyRoute(sweep), FourHops(later)];
    }

    private static Claim Chain(GroupEffects[] later, RunEvidence run)
    {
        var findings = new List<Finding>();
        var peaks = new List<(int Depth, int Layer)>();
        foreach (int hops in later.Select(group => group.Hops).Where(hops => hops is 2 or 3))
        {
            if (Routes.Peak(later.Where(group => group.Hops == hops), TokenRole.Right(hops)) is { } peak)
            {
                findings.Add(Finding.Of(
                    $"{hops} hops, depth {hops}, entering layer {peak.Layer}", "high", Measure.Of(peak.Success), new Band(0.5, null)));
                peaks.Add((hops, peak.Layer));
            }
        }

        if (peaks.Count > 1)
        {
            findings.Add(Finding.Seen(
                "layers in order",
                "7, 9 and 10",
                peaks.Zip(peaks.Skip(1)).All(pair => pair.First.Layer < pair.Second.Layer),
                string.Join(", ", peaks.Select(peak => $"depth {peak.Depth} at layer {peak.Layer}"))));
        }

        string assistance = run.Preset.Training.Objective.ValueAtRightHandSide > 0
            ? "This training asked for values at right-hand sides, which makes this route likely by itself."
            : "";
        return Claim.Tested("chain-route", "3b", AlongChain, AlongChainRule, findings, assistance);
    }

    private static Claim End(PatchResult sweep, GroupEffects[] later)
    {
        GroupEffects[] one = [.. later.Where(group => group.Hops == 1)];
        Finding[] findings =
        [
            .. new[] { TokenRole.Query, TokenRole.Colon }
                .SelectMany(role => Routes.ByLayer(one, role).Where(layer => layer.Layer == sweep.Layers).Select(layer => (role,
                    layer.Success)))
                .OrderByDescending(end => end.Success.Value)
                .Take(1)
                .Select(end => Finding.Of(
                    $"1 hop, {(end.role == TokenRole.Colon ? "colon" : "query variable")}, entering layer {sweep.Layers}",
                    "high",
                    Measure.Of(end.Success),
                    new Band(0.5, null))),
        ];
        return Claim.Tested("to-the-end", "3b", ToColon, ToColonRule, findings);
    }

    private static Claim EarlyRoute(PatchResult sweep)
    {
        GroupEffects[] deep = [.. sweep.Groups.Where(group => group.Hops > 1)];
        var first = Routes.ByLayer(deep.Where(group => group.AnswerLine == AnswerLineGroup.First), TokenRole.Colon).ToArray();
        var later = Routes.ByLayer(deep.Where(group => group.AnswerLine == AnswerLineGroup.Later), TokenRole.Colon)
            .ToDictionary(layer => layer.Layer, layer => layer.Success);
        (int Layer, Proportion Success)[] candidates = [.. first.Where(layer => layer.Layer > 1 && later.ContainsKey(layer.Layer))];
        if (candidates.Length == 0)
        {
            return Claim.Untested("shortcut", "3b", Shortcut, ShortcutRule, "The sweep has no programs with the answer on line 1"
                + " and after line 2 to compare.", null);
        }

        (int layer, Proportion success) = candidates.MaxBy(layer => layer.Success.Value - later[layer.Layer].Value);
        return Claim.Tested(
            "shortcut",
            "3b",
            Shortcut,
            ShortcutRule,
            [
                Finding.Of($"colon entering layer {layer}, answer on line 1", "over 80 % at (2, colon)", Measure.Of(success),
                    new Band(0.8, null)),
                Finding.Of(
                    "the same minus that for answers after line 2", "large", Measure.Difference(Measure.Of(success),
                        Measure.Of(later[layer])), new Band(0.3, null)),
            ]);
    }

    private static Claim FourHops(GroupEffects[] later)
    {
        GroupEffects[] four = [.. later.Where(group => group.Hops == 4)];
        return four.Length == 0
            ? Claim.Untested("lost", "3b", Lost, LostRule, "This task has no 4-hop programs.", null)
            : Claim.Tested(
                "lost",
                "3b",
                Lost,
                LostRule,
                Enumerable.Range(2, 3).SelectMany(depth => Routes.Peak(four, TokenRole.Right(depth)) is { } peak
                    ? new[]
                    {
                        Finding.Of(
                            $"depth {depth}, strongest entering layer {peak.Layer}",
                            depth == 2 ? "high" : "low",
                            Measure.Of(peak.Success),
                            depth == 2 ? new Band(0.5, null) : new Band(null, 0.5)),
                    }
                    : []));
    }
}
