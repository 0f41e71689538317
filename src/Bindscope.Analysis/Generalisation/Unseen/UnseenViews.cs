using System.Globalization;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>Unseen roles over the checkpoints, then the last of them in detail, as tables.</summary>
internal static class UnseenViews
{
    internal static IEnumerable<View> Of(UnseenResult result) =>
    [
        View.Of(
            $"""
            pairs of one program, of which only one has a symbol in a role that training never showed it in, from {result.Programs} test programs
            left out of training: {string.Join(", ", LeftOut(result.Unseen))}
            """),
        .. result.Checkpoints.Length < 2 ? Array.Empty<View>() : [Curves(result)],
        Comparisons(result),
        Sayings(result.Checkpoints[^1]),
        Digits(result.Checkpoints[^1]),
        View.Of(
            $"from when {Cell.Percent(result.Level).Text} % and more are right for good",
            ["role", "test program", "with the unseen symbol", "with a known one"],
            result.Milestones.Select(one => (IEnumerable<Cell>)
                [Cell.Words(one.Role), Has(one.Original), one.Unseen is { } step ? step : "never", one.Seen is { } known ? known : "never"])),
    ];

    private static IEnumerable<string> LeftOut(UnseenRoles unseen) => Enum.GetValues<SymbolRole>().Where(role => unseen.In(role).Length > 0)
        .Select(role => $"{Cell.Words(role)} {string.Join(" ", unseen.In(role).ToCharArray())}");

    private static View Curves(UnseenResult result)
    {
        SymbolRole[] roles = [.. result.Checkpoints[0].Comparisons.Select(one => one.Role).Distinct()];
        return View.Of(
            $"accuracy in %, with the unseen symbol | with a known one, both kinds of pairs",
            ["step", .. roles.Select(role => Cell.Words(role))],
            result.Checkpoints.Select(checkpoint => (IEnumerable<Cell>)[checkpoint.Step, .. roles.Select(role => Pooled(checkpoint, role))]));
    }

    private static Cell Pooled(CheckpointUnseen checkpoint, SymbolRole role)
    {
        UnseenComparison[] kinds = [.. checkpoint.Comparisons.Where(one => one.Role == role && one.IsOfAll())];
        double pairs = kinds.Sum(one => one.Unseen.Programs);
        return $"{Cell.Percent(kinds.Sum(one => one.BothRight + one.UnseenAlone) / pairs).Text} | "
            + Cell.Percent(kinds.Sum(one => one.BothRight + one.SeenAlone) / pairs).Text;
    }

    private static View Comparisons(UnseenResult result) => View.Of(
        $"accuracy in % (interval); difference in points (paired interval, Newcombe); McNemar's exact p",
        ["step", "role", "test program", "of", "pairs", "unseen symbol", "known symbol", "difference", "p"],
        from checkpoint in result.Checkpoints.Reverse()
        from one in checkpoint.Comparisons.OrderBy(one => !IsMain(one))
        select (IEnumerable<Cell>)
        [
            checkpoint.Step,
            Cell.Words(one.Role),
            Has(one.Original),
            Group(one),
            one.Unseen.Programs,
            Cell.Percent(one.Unseen),
            Cell.Percent(one.Seen),
            new Cell(
                $"{Points(one.Difference.Value, "+0.0;-0.0;0.0")} ({Points(one.Difference.Low, "0.0")} to {Points(one.Difference.High, "0.0")})",
                one.Difference.Value,
                one.Difference.Low,
                one.Difference.High),
            Cell.PValue(one.PValue),
        ]).Named("comparisons").First(result.Checkpoints[^1].Comparisons.Count(IsMain));

    private static bool IsMain(UnseenComparison one) => one.IsOfAll() || one.Original == Original.Seen;

    private static string Points(double share, string format) => (100 * share).ToString(format, CultureInfo.InvariantCulture);

    private static string Group(UnseenComparison one) => one switch
    {
        { Hops: { } hops, AnswerLine: { } line } => $"{Execution.HopsInWords(hops)}, {Line(line)}",
        { Hops: { } hops } => Execution.HopsInWords(hops),
        { AnswerLine: { } line } => Line(line),
        { Symbol: { } symbol } => $"{symbol}",
        _ => "all",
    };


    private static string Line(AnswerLineGroup line) => line == AnswerLineGroup.Later ? "after line 2" : $"line {AnswerLineGroups.NameOf(line)}";

    private static View Sayings(CheckpointUnseen checkpoint) => View.Of(
        $"step {checkpoint.Step}: what is said where the unseen symbol stands, in % of the programs",
        ["role", "test program", .. Enum.GetValues<Outcome>().Select(outcome => Cell.Words(outcome))],
        Unseen(checkpoint).Select(one => (IEnumerable<Cell>)
            [Cell.Words(one.Role), Has(one.Original), .. one.Outcomes.Select(outcome => Cell.Percent(outcome.Share.Value))]));

    private static View Digits(CheckpointUnseen checkpoint) => View.Of(
        $"step {checkpoint.Step}: unseen answers, in %: how often one is said, and how often the right one has the largest logit of the unseen ones",
        ["test program", "digits said, 0 to 9 and none", "an unseen one is said", "the right one is the best of them"],
        Unseen(checkpoint).Where(one => one.Role == SymbolRole.Answer).Select(one => (IEnumerable<Cell>)
            [Has(one.Original), string.Join(" ", one.Predictions), Cell.Percent(one.UnseenDigits), Cell.Percent(one.BestOfUnseen)]));

    private static IEnumerable<UnseenSaying> Unseen(CheckpointUnseen checkpoint) => checkpoint.Sayings.Where(one => one.Arm == Arm.Unseen);

    private static string Has(Original original) => original == Original.Unseen ? "has the unseen one" : "has the known one";
}
