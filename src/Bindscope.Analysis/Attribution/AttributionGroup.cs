using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Attribution;

/// <summary>The ranking in one group of programs.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Tried">Programs of the test set that were looked at.</param>
/// <param name="Solved">Of those, the ones of which the model solves base and source.</param>
/// <param name="Programs">Pairs that were used.</param>
/// <param name="Cells">Every cell, largest attribution (without its sign) first.</param>
/// <param name="RankCorrelation">Spearman's, between attribution and exact effect, over all cells that were patched.</param>
/// <param name="SampleRankCorrelation">The same over the random draw alone; null where fewer than three were drawn.</param>
/// <param name="Inert">Cells with an attribution of exactly 0 in every program, which are not drawn: no patch there can change the answer.</param>
public sealed record AttributionGroup(
    int Hops,
    AnswerLineGroup AnswerLine,
    int Tried,
    int Solved,
    int Programs,
    ImmutableArray<AttributionCell> Cells,
    double RankCorrelation,
    double? SampleRankCorrelation,
    int Inert = 0);
