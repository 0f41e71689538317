using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>Symbols in roles that they never had in training: plain data, as <c>analyses/unseen-roles/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Unseen">The symbols that training left out of each role.</param>
/// <param name="Programs">Test programs that pairs were made of.</param>
/// <param name="Checkpoints">In the order of their steps.</param>
/// <param name="Level">The share at which programs count as answered, for the milestones.</param>
/// <param name="Milestones">When; empty where one checkpoint was asked for.</param>
public sealed record UnseenResult(
    int Format,
    UnseenRoles Unseen,
    int Programs,
    ImmutableArray<CheckpointUnseen> Checkpoints,
    double Level,
    ImmutableArray<UnseenMilestone> Milestones)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>Symbols in unseen roles at one checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Comparisons">By role and kind of pair: all pairs, then by hops, by where the answer stands, by both and by unseen symbol;
/// groups without pairs are left out.</param>
/// <param name="Sayings">By role, kind of pair and arm.</param>
public sealed record CheckpointUnseen(int Step, ImmutableArray<UnseenComparison> Comparisons, ImmutableArray<UnseenSaying> Sayings);

/// <summary>When programs became right for good.</summary>
/// <param name="Role">The role.</param>
/// <param name="Original">Which programs of the pairs are of the test set.</param>
/// <param name="Unseen">The first checkpoint from which on the share of the programs with the unseen symbol that are answered rightly stays at the
/// result's level or above it, up to the last; null where it does not.</param>
/// <param name="Seen">The same for the programs with a known symbol.</param>
public sealed record UnseenMilestone(SymbolRole Role, Original Original, int? Unseen, int? Seen);

/// <summary>What is said to the programs of one kind.</summary>
/// <param name="Role">The role.</param>
/// <param name="Original">Which programs of the pairs are of the test set.</param>
/// <param name="Arm">Which programs of the pairs.</param>
/// <param name="Outcomes">Shares of the right answer, of line 1's digit and so on, the first that fits.</param>
/// <param name="Predictions">How often each digit is said, 0 to 9, and last how often no digit is.</param>
/// <param name="UnseenDigits">Share in which a digit is said that never was an answer in training; null where every digit was.</param>
/// <param name="BestOfUnseen">For unseen answers where two or more digits are: share in which the right one has the largest logit of those digits
/// alone; by chance one in as many as there are. A readout that shuts out all of them cannot hide what this one measures.</param>
public sealed record UnseenSaying(
    SymbolRole Role,
    Original Original,
    Arm Arm,
    ImmutableArray<OutcomeShare> Outcomes,
    ImmutableArray<int> Predictions,
    Proportion? UnseenDigits,
    Proportion? BestOfUnseen);

/// <summary>How much it matters, over pairs, that a symbol never had its role in training.</summary>
/// <param name="Role">The role.</param>
/// <param name="Original">Which programs of the pairs are of the test set.</param>
/// <param name="Hops">Hops of the query; null for all.</param>
/// <param name="AnswerLine">Where the answer stands; null for anywhere.</param>
/// <param name="Symbol">The unseen symbol; null for all.</param>
/// <param name="Unseen">Share of the programs with the unseen symbol that are answered rightly.</param>
/// <param name="Seen">Share of the same programs with a known symbol that are.</param>
/// <param name="BothRight">Pairs of which both are right.</param>
/// <param name="UnseenAlone">Pairs of which only the program with the unseen symbol is right.</param>
/// <param name="SeenAlone">Pairs of which only the program with the known symbol is right.</param>
/// <param name="Difference">Unseen minus seen.</param>
/// <param name="PValue">McNemar's exact test that either alone is as likely, two-sided.</param>
public sealed record UnseenComparison(
    SymbolRole Role,
    Original Original,
    int? Hops,
    AnswerLineGroup? AnswerLine,
    char? Symbol,
    Proportion Unseen,
    Proportion Seen,
    int BothRight,
    int UnseenAlone,
    int SeenAlone,
    PairedDifference Difference,
    double PValue)
{
    /// <summary>Whether all pairs of the role and the kind are compared, and not a group of them.</summary>
    public bool IsOfAll() => this is { Hops: null, AnswerLine: null, Symbol: null };
}

/// <summary>Which program of a pair is the test set's own; the other is the same with one symbol renamed everywhere.</summary>
public enum Original
{
    /// <summary>The one with the unseen symbol: a symbol that is known in every role was put in its place.</summary>
    Unseen,

    /// <summary>The one without: an unseen symbol was put in the place of one that is known in every role.</summary>
    Seen,
}

/// <summary>One of the two programs of a pair.</summary>
public enum Arm
{
    /// <summary>The program with the symbol that never had the role in training.</summary>
    Unseen,

    /// <summary>The same program with a symbol that is known in every role.</summary>
    Seen,
}

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
