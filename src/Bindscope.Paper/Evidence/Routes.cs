using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Paper.Evidence;

/// <summary>Reads the digit's way off a residual sweep: how often a patch at a token, on entering a layer, moves the answer.</summary>
internal static class Routes
{
    /// <summary>Success by layer at a token, pooled over groups of programs.</summary>
    internal static IEnumerable<(int Layer, Proportion Success)> ByLayer(IEnumerable<GroupEffects> groups, TokenRole role) =>
        groups.SelectMany(group => group.Cells).Where(cell => cell.Role == role)
            .GroupBy(cell => cell.Layer)
            .OrderBy(layer => layer.Key)
            .Select(layer => (layer.Key, Pooled(layer.Select(cell => cell.Success))));

    /// <summary>The layer after the first, and the success there, at which a token holds the digit most often; the first of
    /// several.</summary>
    internal static (int Layer, Proportion Success)? Peak(IEnumerable<GroupEffects> groups, TokenRole role)
    {
        (int Layer, Proportion Success)[] layers = [.. ByLayer(groups, role).Where(layer => layer.Layer > 1)];
        return layers.Length == 0 ? null : layers.MaxBy(layer => layer.Success.Value);
    }

    /// <summary>
    /// The layer after the first at which a token holds the digit most often in half of the programs, and the success there in the others, so that
    /// choosing does not flatter; where a result of an older build has no halves, both on all.
    /// </summary>
    internal static Chosen? Choice(IEnumerable<GroupEffects> groups, TokenRole role)
    {
        GroupEffects[] all = [.. groups];
        EffectCell[] cells = [.. all.SelectMany(group => group.Cells).Where(cell => cell.Role == role && cell.Layer > 1)];
        bool apart = cells.Length > 0 && cells.Any(cell => cell.Judging is not null);
        Proportion Of(IEnumerable<EffectCell> some, Func<EffectCell, Proportion?> share) => Pooled(some.Select(share).OfType<Proportion>());
        var layers = cells.GroupBy(cell => cell.Layer).OrderBy(layer => layer.Key).Select(layer => (
            Layer: layer.Key,
            Choosing: apart ? Of(layer, cell => cell.Choosing) : Of(layer, cell => cell.Success),
            Judging: apart ? Of(layer, cell => cell.Judging) : Of(layer, cell => cell.Success))).ToArray();
        if (layers.Length == 0)
        {
            return null;
        }

        var best = layers.MaxBy(layer => layer.Choosing.Value);
        return new Chosen(best.Layer, best.Judging, RandomAt(all, role, best.Layer), apart);
    }

    /// <summary>How often moves as large in random directions turn the answer at a place; null where that was not measured.</summary>
    internal static Proportion? RandomAt(IEnumerable<GroupEffects> groups, TokenRole role, int layer)
    {
        Proportion[] random =
        [
            .. groups.SelectMany(group => group.Controls.Random).Where(cell => cell.Role == role && cell.Layer == layer).Select(cell => cell.Success),
        ];
        return random.Length == 0 ? null : Pooled(random);
    }

    /// <summary>What was left out of a sweep because the model does not solve both programs of a pair.</summary>
    internal static string LeftOut(IEnumerable<GroupEffects> groups)
    {
        GroupEffects[] all = [.. groups];
        int tried = all.Sum(group => group.Tried), solved = all.Sum(group => group.Solved);
        return tried == solved ? "" : FormattableString.Invariant(
            $"Of {tried} programs looked at, {tried - solved} are left out, because the model does not solve them and their counterfactual.");
    }

    /// <summary>A layer that was chosen, and what it is judged by.</summary>
    /// <param name="Layer">1-based.</param>
    /// <param name="Success">In programs that did not choose it, where <paramref name="Apart"/>.</param>
    /// <param name="Random">What a random move as large does there; null where that was not measured.</param>
    /// <param name="Apart">Whether choice and judgement are on different programs.</param>
    internal sealed record Chosen(int Layer, Proportion Success, Proportion? Random, bool Apart);

    /// <summary>Groups with the answer after line 2.</summary>
    internal static GroupEffects[] Later(PatchResult sweep) => [.. sweep.Groups.Where(group => group.AnswerLine == AnswerLineGroup.Later)];

    /// <summary>Shares of several groups, counted together.</summary>
    internal static Proportion Pooled(IEnumerable<Proportion> shares)
    {
        Proportion[] all = [.. shares];
        int programs = all.Sum(share => share.Programs);
        return Proportion.OfCounts((int)Math.Round(all.Sum(share => share.Value * share.Programs)), Math.Max(1, programs));
    }
}
