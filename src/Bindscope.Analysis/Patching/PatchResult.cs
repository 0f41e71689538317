using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Controls;
using Bindscope.Analysis.Roles;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;

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
