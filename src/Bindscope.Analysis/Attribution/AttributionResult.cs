using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Attribution;

/// <summary>Attribution patching: plain data, as <c>analyses/attribution-TARGET-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Target">What would be patched.</param>
/// <param name="Groups">The groups of programs.</param>
public sealed record AttributionResult(int Format, int Checkpoint, PatchTarget Target, ImmutableArray<AttributionGroup> Groups)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>A cell with its attribution and, where it was patched, the truth.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based; 0 where the target has no heads.</param>
/// <param name="Role">The token.</param>
/// <param name="Attribution">The effect that the gradient predicts, mean over programs.</param>
/// <param name="Exact">The effect that the patch has, mean over programs; null where it was not computed.</param>
/// <param name="Drawn">Whether the exact value was computed because of the random draw, rather than for the cell's rank.</param>
/// <param name="AttributionOver">The attribution with its 95 % interval over programs.</param>
/// <param name="ExactOver">The exact effect with its 95 % interval over programs; null where it was not computed.</param>
public sealed record AttributionCell(
    int Layer,
    int Head,
    TokenRole Role,
    double Attribution,
    double? Exact,
    bool Drawn,
    Estimate? AttributionOver = null,
    Estimate? ExactOver = null);

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

/// <summary>The cells that were ranked and then patched, as tables.</summary>
internal static class AttributionViews
{
    internal static IEnumerable<View> Of(AttributionResult result) => result.Groups.Select(group => View.Of(
        $"""
        {PatchViews.TitleOf(group.Hops, group.AnswerLine, group.Programs, group.Solved, group.Tried)}
        {Cell.Words(result.Target)}: rank correlation with the exact effects {group.RankCorrelation:0.00}, over the random sample alone {Of(group)}
        """,
        ["cell", "token", "attribution", "exact effect", "patched because"],
        group.Cells.Where(cell => cell.Exact is not null).Select(cell => (IEnumerable<Cell>)
        [
            cell.Head > 0 ? $"{cell.Layer}.{cell.Head}" : $"{cell.Layer}",
            cell.Role.ToString(),
            Cell.Signed(cell.Attribution),
            Cell.Signed(cell.Exact),
            cell.Drawn ? "drawn at random" : "ranked high",
        ])));

    private static string Of(AttributionGroup group) => group.SampleRankCorrelation is { } value ? Cell.Number(value).Text : "-";
}
