using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Phases;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Generalisation.Unseen;

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
