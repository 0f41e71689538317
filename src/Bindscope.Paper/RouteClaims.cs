using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;
using Bindscope.Paper.Evidence;
using Bindscope.Programs.Execution;

namespace Bindscope.Paper;

/// <summary>Figure 3a and 3b: where the digit travels.</summary>
/// <remarks>
/// A value may be spread over the tokens after a right-hand side, each with a part or a copy: patches of one token do not see it. Where the
/// sweep with the tokens after right-hand sides was run, these are patched together and judged instead of single tokens. Layers are chosen on
/// half of the programs and judged on the others.
/// </remarks>
internal static class RouteClaims
{
    private const string AlongChain = "The digit travels along the right-hand sides of the queried chain, one hop after the other.";
    private const string AlongChainRule =
        "in programs of each number of hops k from 2 with the answer after line 2, patching the chain's right-hand side of depth k (with the three"
            + " tokens after it where they were patched together) on entering some layer after the first turns at least half of the answers, and deeper"
            + " ones peak at later layers";

    private const string ToColon = "The digit is handed to the end of the prompt in the last layers.";
    private const string ToColonRule =
        "in programs of every number of hops with the answer after line 2, patching the query (hash, variable and colon together, or the better of"
            + " variable and colon) on entering the last layer turns at least half of the answers; of variable and colon the better in half of the"
            + " programs is judged on the others";

    private const string Shortcut =
        "Programs with the answer on line 1 keep a shortcut: the digit goes straight to the colon in an early layer, while others"
            + " take the chain.";

    private const string ShortcutRule =
        "in programs of 2 and more hops, at the layer where the colon (on entering it) favours answers on line 1 most, patching it"
            + " turns at least 80 % with the"
        + " answer on line 1 and at least 30 points fewer after line 2";

    private const string Lost = "In 4-hop programs the signal is lost after depth 2 of the chain.";
    private const string LostRule = "in 4-hop programs with the answer after line 2, a patch at depth 2 (with the three tokens after it where they were"
        + " patched together), after layer 1, turns half of the answers or more, and none at depth 3 or 4 does (all tokens of both together where these"
        + " were patched)";

    private const string Moves = "moves these vectors as far in random directions";
    private const string NoMoves = "The stored sweep has no moves in random directions at this place.";

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

        // Of the same checkpoint, and with joint patches: results of older builds have single tokens alone.
        PatchResult wide = run.Spans.Result is { } spans && spans.Checkpoint == sweep.Checkpoint && HasJoint(spans) ? spans : sweep;
        GroupEffects[] later = Routes.Later(wide);
        string left = Routes.LeftOut(later);
        string single = HasJoint(wide)
            ? ""
            : $"Judged on single tokens, to which a value that is spread over several is invisible; {run.Spans.Command} patches them together.";
        return
        [
            Chain(later, run.Preset.Task.MaximumHops).Noting(left).Noting(single),
            End(wide, later).Noting(left),
            EarlyRoute(sweep).Noting(Routes.LeftOut(sweep.Groups.Where(group => group.Hops > 1))),
            FourHops(later, run.Preset.Task.MaximumHops).Noting(left).Noting(single),
        ];
    }

    private static bool HasJoint(PatchResult sweep) =>
        sweep.Groups.Any(group => group.Cells.Any(cell => cell.Role.Kind == TokenRoleKind.ChainSpan));

    /// <summary>The right-hand side of a depth, with the tokens after it where they were patched together.</summary>
    private static Routes.Chosen? AtDepth(GroupEffects[] groups, int depth) =>
        Routes.Choice(groups, TokenRole.Span(depth)) ?? Routes.Choice(groups, TokenRole.Right(depth));

    private static Finding Turns(string where, string paper, Routes.Chosen chosen, Band band) => Finding.Of(
        $"{where}, entering layer {chosen.Layer}{(chosen.Apart ? "" : " (chosen and judged on the same programs)")}",
        paper,
        Measure.Of(chosen.Success),
        band);

    /// <summary>What moves as large in random directions score: nothing of the source is in them.</summary>
    private static NullScore[] RandomMoves(IEnumerable<(Routes.Chosen Chosen, Band Band)> cells)
    {
        (Measure Random, Band Band)[] moves =
            [.. cells.Where(cell => cell.Chosen.Random is not null).Select(cell => (Measure.Of(cell.Chosen.Random!.Value), cell.Band))];
        return moves.Length == 0
            ? []
            :
            [
                new NullScore(
                    Moves,
                    string.Join("; ", moves.Select(move => move.Random.Text())),
                    moves.All(move => move.Band.Judge(move.Random) == Verdict.Reproduced)),
            ];
    }

    private static Claim Chain(GroupEffects[] later, int maximumHops)
    {
        var band = new Band(0.5, null);
        (int Hops, Routes.Chosen Peak)[] peaks =
        [
            .. later.Select(group => group.Hops).Where(hops => hops > 1).Distinct().Order()
                .Select(hops => (hops, Peak: AtDepth([.. later.Where(group => group.Hops == hops)], hops)))
                .Where(one => one.Peak is not null).Select(one => (one.hops, one.Peak!)),
        ];
        if (peaks.Length == 0)
        {
            return Claim.Untested("chain-route", "3b", AlongChain, AlongChainRule, maximumHops < 2
                ? "This task has chains of one look-up only." : "The sweep has no programs of 2 and more hops with the answer after line 2.", null);
        }

        // The best of layers none of which moves the answer is no place in an order.
        int[] nowhere = [.. peaks.Where(one => band.Judge(Measure.Of(one.Peak.Success)) == Verdict.Differs).Select(one => one.Hops)];
        (int Hops, Routes.Chosen Peak)[] placed = [.. peaks.Where(one => !nowhere.Contains(one.Hops))];
        Finding[] findings =
        [
            .. peaks.Select(one => Turns($"{one.Hops} hops, depth {one.Hops}", "high", one.Peak, band)),
            .. placed.Length < 2
                ? []
                : new[]
                {
                    Finding.Seen(
                        "layers in order",
                        "7, 9 and 10",
                        placed.Zip(placed.Skip(1)).All(pair => pair.First.Peak.Layer < pair.Second.Peak.Layer),
                        string.Join(", ", placed.Select(one => $"depth {one.Hops} at layer {one.Peak.Layer}")
                            .Concat(nowhere.Select(depth => $"depth {depth} in no layer")))),
                },
        ];
        string[] absent = [.. Enumerable.Range(2, Math.Max(0, maximumHops - 1)).Except(peaks.Select(one => one.Hops)).Select(Execution.HopsInWords)];
        Claim claim = Claim.Tested("chain-route", "3b", AlongChain, AlongChainRule, findings)
            .Beside(RandomMoves(peaks.Select(one => (one.Peak, band))));
        return absent.Length == 0 ? claim : (claim with { Verdict = claim.Verdict == Verdict.Reproduced ? Verdict.Undecided : claim.Verdict })
            .Noting($"The criterion asks for each number of hops, and the sweep has no programs of {Numbers.List(absent)}.");
    }

    private static Claim End(PatchResult sweep, GroupEffects[] later)
    {
        var band = new Band(0.5, null);
        (Finding Finding, Routes.Chosen Cell)[] found = (
            from hops in later.Select(one => one.Hops).Distinct().Order()
            let groups = later.Where(one => one.Hops == hops).ToArray()
            let end = AtTheEnd(groups, sweep.Layers)
            where end is not null
            select (
                Finding: Turns($"{Execution.HopsInWords(hops)}, {Words(end.Role)}", "high", end, band),
                Cell: end)).ToArray();
        return Claim.Tested("to-the-end", "3b", ToColon, ToColonRule, found.Select(one => one.Finding))
            .Beside(RandomMoves(found.Select(one => (one.Cell, band))));

        static string Words(TokenRole role) => role.Kind switch
        {
            TokenRoleKind.End => "query together",
            TokenRoleKind.Colon => "colon",
            _ => "query variable",
        };
    }

    /// <summary>The query's tokens together, of which nothing is chosen; where these were not patched, the better of variable and colon.</summary>
    private static Routes.Chosen? AtTheEnd(GroupEffects[] groups, int layer)
    {
        var together = new TokenRole(TokenRoleKind.End);
        (int Layer, Proportion Success)[] whole = [.. Routes.ByLayer(groups, together).Where(one => one.Layer == layer)];
        return whole.Length > 0
            ? new Routes.Chosen(layer, together, whole[0].Success, Routes.RandomAt(groups, together, layer), Apart: true)
            : Routes.Choice(groups, cell => cell.Layer == layer && (cell.Role == TokenRole.Query || cell.Role == TokenRole.Colon));
    }

    private static Claim EarlyRoute(PatchResult sweep)
    {
        GroupEffects[] deep = [.. sweep.Groups.Where(group => group.Hops > 1)];
        EffectCell[] At(AnswerLineGroup line) =>
            [.. deep.Where(group => group.AnswerLine == line).SelectMany(group => group.Cells).Where(cell => cell.Role == TokenRole.Colon && cell.Layer > 1)];
        EffectCell[] first = At(AnswerLineGroup.First), later = At(AnswerLineGroup.Later);
        int[] layers = [.. first.Select(cell => cell.Layer).Intersect(later.Select(cell => cell.Layer)).Order()];
        if (layers.Length == 0)
        {
            return Claim.Untested("shortcut", "3b", Shortcut, ShortcutRule, "The sweep has no programs with the answer on line 1"
                + " and after line 2 to compare.", null);
        }

        bool apart = first.Concat(later).All(cell => cell.Judging is not null);
        Measure Of(EffectCell[] cells, int layer, bool choosing) => Measure.Of(Routes.Pooled(cells.Where(cell => cell.Layer == layer)
            .Select(cell => !apart ? cell.Success : choosing ? cell.Choosing!.Value : cell.Judging!.Value)));
        int best = layers.MaxBy(layer => Of(first, layer, choosing: true).Value - Of(later, layer, choosing: true).Value);
        Measure here = Of(first, best, choosing: false);
        (Band most, Band ahead) = (new Band(0.8, null), new Band(0.3, null));
        Claim claim = Claim.Tested(
            "shortcut",
            "3b",
            Shortcut,
            ShortcutRule,
            [
                Finding.Of($"colon entering layer {best}, answer on line 1", "over 80 % at (2, colon)", here, most),
                Finding.Of("the same minus that for answers after line 2", "large", Measure.Difference(here, Of(later, best, choosing: false)), ahead),
            ]);
        Measure? Moved(AnswerLineGroup line) =>
            Routes.RandomAt(deep.Where(group => group.AnswerLine == line), TokenRole.Colon, best) is { } random ? Measure.Of(random) : null;
        if (Moved(AnswerLineGroup.First) is not { } one || Moved(AnswerLineGroup.Later) is not { } other)
        {
            return claim.WithoutNull(NoMoves);
        }

        var difference = Measure.Difference(one, other);
        return claim.Beside(
        [
            new NullScore(
                Moves,
                $"{one.Text()}; {difference.Text()}",
                most.Judge(one) == Verdict.Reproduced && ahead.Judge(difference) == Verdict.Reproduced),
        ]);
    }

    /// <summary>The spans of depths 3 and 4 at once: where the digit is in neither, it is on neither line, in whichever programs.</summary>
    private static readonly TokenRole Beyond = TokenRole.Together([TokenRole.Span(3), TokenRole.Span(4)]);

    /// <summary>Success at depths 3 and 4 by layer after the first, each with the tokens after it where they were patched together.</summary>
    private static IEnumerable<(int Layer, Proportion Success)> Deeper(GroupEffects[] four) => Enumerable.Range(3, 2).SelectMany(depth =>
    {
        var joint = Routes.ByLayer(four, TokenRole.Span(depth)).ToArray();
        return joint.Length > 0 ? joint : Routes.ByLayer(four, TokenRole.Right(depth));
    }).Where(layer => layer.Layer > 1);

    private static Claim FourHops(GroupEffects[] later, int maximumHops)
    {
        GroupEffects[] four = [.. later.Where(group => group.Hops == 4)];
        Routes.Chosen? beyond = Routes.Choice(four, Beyond);
        Band high = new(0.5, null), low = new(null, 0.5);
        (string Where, Routes.Chosen? Peak, Band Band)[] places =
        [
            ("depth 2", AtDepth(four, 2), high),
            .. beyond is null
                ? [("depth 3", AtDepth(four, 3), low), ("depth 4", AtDepth(four, 4), low)]
                : new (string, Routes.Chosen?, Band)[] { ("depths 3 and 4 together", beyond, low) },
        ];
        (string Where, Routes.Chosen Peak, Band Band)[] peaks = [.. places.Where(one => one.Peak is not null).Select(one => (one.Where, one.Peak!, one.Band))];
        Claim Together(Claim claim)
        {
            // Where depth 3 turns some programs and depth 4 others at one layer, the digit has gone on, in some programs sooner than in others.
            (int Layer, double Success)[] sums =
            [
                .. Deeper(four).GroupBy(one => one.Layer).Select(layer => (layer.Key, Math.Min(1, layer.Sum(one => one.Success.Value)))),
            ];
            return claim.Verdict == Verdict.Reproduced && beyond is null && sums.Length > 0 && sums.MaxBy(layer => layer.Success) is { Success: >= 0.5 } most
                ? claim with
                {
                    Verdict = Verdict.Undecided,
                    Note = $"Entering layer {most.Layer}, depths 3 and 4 turn up to {Numbers.Percent(most.Success)} between them, if they turn different"
                        + " programs: the digit may have gone on in each, sooner in some. Patches of one depth at a time cannot tell.",
                }
                : claim;
        }

        return four.Length == 0
            ? Claim.Untested("lost", "3b", Lost, LostRule, maximumHops < 4
                ? "This task has no 4-hop programs." : "The sweep has no 4-hop programs with the answer after line 2: the model solves none of them.", null)
            : Together(Claim.Tested("lost", "3b", Lost, LostRule, peaks.Select(one => Turns(
                one.Where, one.Band == high ? "high" : "low", one.Peak, one.Band))).Beside(RandomMoves(peaks.Select(one => (one.Peak, one.Band)))));
    }
}
