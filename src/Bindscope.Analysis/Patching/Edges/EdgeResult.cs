using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Patching.Edges;

/// <summary>Attention edges: plain data, as <c>analyses/patch-attention-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Granularity">What an edge was cut in at a time.</param>
/// <param name="Groups">The groups of programs.</param>
public sealed record EdgeResult(int Format, int Checkpoint, EdgeGranularity Granularity, ImmutableArray<EdgeGroup> Groups)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>The edges of one group of programs.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Available">Programs of the test set in this group.</param>
/// <param name="Tried">Of those, the ones that were looked at.</param>
/// <param name="Solved">Of those that were looked at, the ones of which the model solves base and source.</param>
/// <param name="Programs">Pairs that were used.</param>
/// <param name="Cells">The edges, those whose cut costs most first.</param>
public sealed record EdgeGroup(
    int Hops, AnswerLineGroup AnswerLine, int Available, int Tried, int Solved, int Programs, ImmutableArray<EdgeCell> Cells);

/// <summary>What happened when one token could no longer look at another, or looked as it does in the source run.</summary>
/// <param name="Layer">1-based; 0 for all.</param>
/// <param name="Head">1-based; 0 for all.</param>
/// <param name="From">The token that is looked at.</param>
/// <param name="To">The token that looks.</param>
/// <param name="Kept">Share of programs that still give the base's answer when the edge is cut; the rest of the row is scaled up.</param>
/// <param name="MarginLost">
/// How much the answer's logit lost against the best other digit when the edge was cut, mean.
/// </param>
/// <param name="PatternSuccess">
/// Share of programs that give the source's answer when the edge has the weight that it has in the source run. Near 0 where attention
/// does not
/// depend on the digit, as it should not.
/// </param>
public sealed record EdgeCell(
    int Layer, int Head, TokenRole From, TokenRole To, Proportion Kept, Estimate MarginLost, Proportion PatternSuccess);

/// <summary>The attention edges whose cut costs most, as tables.</summary>
internal static class EdgeViews
{
    private const int Shown = 14;

    // An edge that few programs have would lead the list by chance.
    internal static IEnumerable<View> Of(EdgeResult result) => result.Groups.Select(group => View.Of(
        $"""
        {PatchViews.TitleOf(group.Hops, group.AnswerLine, group.Programs, group.Solved, group.Tried)}
        edges cut, {Cell.Words(result.Granularity)} one at a time
        """,
        ["looks", "at", "in", "margin lost (95 %)", "still right, %", "source's weight instead: success, %", "programs"],
        group.Cells.OrderBy(cell => 2 * cell.Kept.Programs < group.Programs).Select(cell => (IEnumerable<Cell>)
        [
            cell.To.ToString(),
            cell.From.ToString(),
            cell.Layer == 0 ? "model" : cell.Head == 0 ? $"layer {cell.Layer}" : $"{cell.Layer}.{cell.Head}",
            Cell.Signed(cell.MarginLost),
            Cell.Percent(cell.Kept),
            Cell.Percent(cell.PatternSuccess),
            cell.Kept.Programs,
        ])).First(Math.Min(Shown, group.Cells.Count(cell => 2 * cell.Kept.Programs >= group.Programs))));
}
