using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Controls;
using Bindscope.Analysis.Roles;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Patching;

/// <summary>A patching sweep over the test set: plain data, as <c>analyses/patch-TARGET-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Target">What was patched.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Heads">Heads of a layer; 0 where the target has no heads.</param>
/// <param name="Groups">The groups of programs, by hops and then by answer line.</param>
/// <param name="Ranking">
/// The heads (or MLPs) by effect in programs with the answer after line 2, strongest first; empty for the residual stream.
/// </param>
/// <param name="Site">What of each head was patched; null for what it adds to the residual stream.</param>
public sealed record PatchResult(
    int Format,
    int Checkpoint,
    PatchTarget Target,
    int Layers,
    int Heads,
    ImmutableArray<GroupEffects> Groups,
    ImmutableArray<ComponentRank> Ranking,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SiteKind? Site = null)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The sweep as its moves in random directions would have it, which bring nothing of the source: a null model beside this one.</summary>
    /// <returns>Null where the sweep has no such control.</returns>
    public PatchResult? OfRandomMoves()
    {
        GroupEffects[] groups = [.. Groups.Where(group => !group.Controls.Random.IsEmpty).Select(group => group with { Cells = group.Controls.Random })];
        return groups.Length == 0 ? null : this with
        {
            Groups = [.. groups],
            Ranking = Target == PatchTarget.Residual ? [] : ComponentRanking.Of(groups, Site),
        };
    }
}

/// <summary>What patching did to one group of programs.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Available">Programs of the test set in this group.</param>
/// <param name="Tried">Of those, the ones that were looked at.</param>
/// <param name="Solved">Of those that were looked at, the ones of which the model solves base and source.</param>
/// <param name="Programs">Pairs that were patched.</param>
/// <param name="Cells">One for every layer, head and token, by layer, head and then in the order of the text.</param>
/// <param name="Controls">What else would have been patched, and did.</param>
public sealed record GroupEffects(
    int Hops,
    AnswerLineGroup AnswerLine,
    int Available,
    int Tried,
    int Solved,
    int Programs,
    ImmutableArray<EffectCell> Cells,
    GroupControls Controls);

/// <summary>What a patch at one place did to a group of programs.</summary>
/// <param name="Layer">1-based; the layer that the residual enters, or whose head or MLP is patched.</param>
/// <param name="Head">1-based; 0 where the site has no heads.</param>
/// <param name="Role">The token.</param>
/// <param name="Success">Share of programs of which the patched run's top digit is the source's answer.</param>
/// <param name="Kept">Share of programs of which it still is the base's answer.</param>
/// <param name="LogitDifference">logit(source's answer) - logit(base's answer) in the patched run, mean.</param>
/// <param name="Effect">How much that difference grew against the base run, mean.</param>
/// <param name="Logits">The other measures of the same runs; null in controls.</param>
/// <param name="Choosing">
/// Success in every other pair, from the first on: what a best layer is chosen by. Null in controls and in results of older builds.
/// </param>
/// <param name="Judging">Success in the other pairs: what a chosen layer is judged by.</param>
public sealed record EffectCell(
    int Layer,
    int Head,
    TokenRole Role,
    Proportion Success,
    Proportion Kept,
    Estimate LogitDifference,
    Estimate Effect,
    LogitMeans? Logits = null,
    Proportion? Choosing = null,
    Proportion? Judging = null);

/// <summary>A patching sweep as tables: success by layer and token for the residual stream, a ranking for heads and MLPs, then controls.</summary>
internal static class PatchViews
{
    private const int Ranks = 16;
    private const int PointersShown = 3;

    /// <summary>A pointer's interval begins above this; chance alone gives one in ten.</summary>
    private const double LeastPointer = 0.12;

    internal static IEnumerable<View> Of(PatchResult result) =>
    [
        .. result.Target == PatchTarget.Residual ? result.Groups.Select(Grid) : Ranking(result),
        Controls(result),
        Pointers(result),
    ];

    /// <summary>A group of programs, with how many were tried and solved.</summary>
    internal static string TitleOf(int hops, AnswerLineGroup answerLine, int programs, int solved, int tried) => FormattableString.Invariant(
        $"{Execution.HopsInWords(hops)}, {AnswerLineGroups.Words(answerLine)}: {programs} programs ")
        + FormattableString.Invariant($"({solved} of {tried} tried are solved, base and source)");

    private static string TitleOf(GroupEffects group) => TitleOf(group.Hops, group.AnswerLine, group.Programs, group.Solved, group.Tried);

    private static View Grid(GroupEffects group)
    {
        TokenRole[] roles = [.. group.Cells.Select(cell => cell.Role).Distinct()];
        return View.Of(
            $"{TitleOf(group)}; % that answer as the source, by layer entered and token",
            ["layer", .. roles.Select(role => role.ToString())],
            group.Cells.GroupBy(cell => cell.Layer).Select(layer => (IEnumerable<Cell>)
                [layer.Key, .. roles.Select(role => layer.FirstOrDefault(cell => cell.Role == role) is { } cell ? Cell.Percent(cell.Success) : "")]));
    }

    private static IEnumerable<View> Ranking(PatchResult result) =>
    [
        .. result.Groups.Select(group => View.Of($"{TitleOf(group)}")),
        View.Of(
            $"by effect (growth of logit(source's answer) - logit(base's answer)) in programs with the answer after line 2",
            ["rank", PartOf(result), "effect (95 %)", "at", "hops", "success", "serves", "elsewhere"],
            result.Ranking.Select((rank, i) => (IEnumerable<Cell>)
            [
                i + 1,
                PlaceOf(rank.Layer, rank.Head),
                Cell.Signed(rank.Strongest.Effect),
                rank.Strongest.Role.ToString(),
                rank.Strongest.Hops,
                Cell.Percent(rank.Strongest.Success),
                rank.Serves,
                string.Join(", ", rank.ByRole.Where(one => one.Role != rank.Strongest.Role && one.Effect.Low > 0.5).Take(3)
                    .Select(one => $"{one.Role} {Cell.Signed(one.Effect.Value).Text}")),
            ])).First(Ranks),
    ];

    private static string PartOf(PatchResult result) => (result.Target, result.Site) switch
    {
        (PatchTarget.Heads, { } site) => $"head's {SiteKinds.AliasOf(site)}",
        (PatchTarget.Heads, _) => "head",
        _ => "mlp",
    };

    private static View Controls(PatchResult result) => View.Of(
        $"controls, % at the cell of each group where the sweep itself succeeds most among layers 2 and later (chosen on every other pair, told of the others)",
        ["hops, line", "cell", "sweep", "swapped", "unrelated", "random", "moved root: value", "pointer", "kept", "no-op: largest change"],
        result.Groups.Select(group =>
        {
            EffectCell best = group.Cells.Where(cell => cell.Layer > 1 || result.Layers == 1).MaxBy(cell => (cell.Choosing ?? cell.Success).Value)!;
            Cell At(IEnumerable<EffectCell> cells) => cells.FirstOrDefault(cell => IsAt(best, cell.Layer, cell.Head, cell.Role)) is { } found
                ? Cell.Percent(found.Success) : "";
            OutcomeCell? moved = group.Controls.MovedRoot.FirstOrDefault(cell => IsAt(best, cell.Layer, cell.Head, cell.Role));
            return (IEnumerable<Cell>)
            [
                NameOf(group),
                $"{PlaceOf(best.Layer, best.Head)}, {best.Role}",
                Cell.Percent(best.Judging ?? best.Success),
                At(group.Controls.Swapped),
                At(group.Controls.Unrelated),
                At(group.Controls.Random),
                Cell.Percent(moved?.Value),
                Cell.Percent(moved?.Pointer),
                Cell.Percent(moved?.Kept),
                Cell.Number(group.Controls.NoOpLargestChange, "0.#e+0"),
            ];
        }));

    /// <summary>The controls' cells are those of the value. The way to it may be carried elsewhere, where the sweep itself sees nothing.</summary>
    private static View Pointers(PatchResult result)
    {
        (GroupEffects Group, OutcomeCell Cell)[] pointers =
        [
            .. from shown in result.Groups
               from cell in shown.Controls.MovedRoot.Where(one => one.Pointer.Low > LeastPointer)
                   .OrderByDescending(one => one.Pointer.Value).Take(PointersShown)
               select (shown, cell),
        ];
        return pointers.Length == 0
            ? View.Of($"moved root: no cell carries the root's address rather than its digit")
            : View.Of(
                $"moved root: cells that carry the root's address rather than its digit",
                ["hops, line", "cell", "pointer, %", "value", "kept", "the sweep's success"],
                pointers.Select(one => (IEnumerable<Cell>)
                [
                    NameOf(one.Group),
                    $"{PlaceOf(one.Cell.Layer, one.Cell.Head)}, {one.Cell.Role}",
                    Cell.Percent(one.Cell.Pointer),
                    Cell.Percent(one.Cell.Value),
                    Cell.Percent(one.Cell.Kept),
                    Cell.Percent(one.Group.Cells.FirstOrDefault(cell => IsAt(cell, one.Cell.Layer, one.Cell.Head, one.Cell.Role))?.Success),
                ]));
    }

    private static string NameOf(GroupEffects group) => FormattableString.Invariant($"{group.Hops}, {AnswerLineGroups.NameOf(group.AnswerLine)}");

    private static string PlaceOf(int layer, int head) => head > 0 ? $"{layer}.{head}" : $"{layer}";

    private static bool IsAt(EffectCell cell, int layer, int head, TokenRole role) => (cell.Layer, cell.Head, cell.Role) == (layer, head, role);
}
