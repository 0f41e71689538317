using System.Collections.Immutable;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Pairs;
using Bindscope.Numerics.Statistics;
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
