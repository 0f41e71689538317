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

    /// <summary>
    /// The layer after the first at which a token holds the digit most often in half of the programs, and the success there in the others, so that
    /// choosing does not flatter; where a result of an older build has no halves, both on all.
    /// </summary>
    internal static Chosen? Choice(IEnumerable<GroupEffects> groups, TokenRole role) => Choice(groups, cell => cell.Role == role && cell.Layer > 1);

    /// <summary>The same of several places: the one that turns most answers in half of the programs, and what it turns in the others.</summary>
    internal static Chosen? Choice(IEnumerable<GroupEffects> groups, Func<EffectCell, bool> among)
    {
        GroupEffects[] all = [.. groups];
        EffectCell[] cells = [.. all.SelectMany(group => group.Cells).Where(among)];
        bool apart = cells.Length > 0 && cells.Any(cell => cell.Judging is not null);
        Proportion Of(IEnumerable<EffectCell> some, Func<EffectCell, Proportion?> share) => Pooled(some.Select(share).OfType<Proportion>());
        var places = cells.GroupBy(cell => (cell.Layer, cell.Role)).OrderBy(place => place.Key.Layer).Select(place => (
            place.Key.Layer,
            place.Key.Role,
            Choosing: apart ? Of(place, cell => cell.Choosing) : Of(place, cell => cell.Success),
            Judging: apart ? Of(place, cell => cell.Judging) : Of(place, cell => cell.Success))).ToArray();
        if (places.Length == 0)
        {
            return null;
        }

        var best = places.MaxBy(place => place.Choosing.Value);
        return new Chosen(best.Layer, best.Role, best.Judging, RandomAt(all, best.Role, best.Layer), apart);
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
        return LeftOut(all.Sum(group => group.Tried), all.Sum(group => group.Solved));
    }

    /// <summary>The same from the counts.</summary>
    internal static string LeftOut(int tried, int solved) => tried == solved ? "" : FormattableString.Invariant(
        $"Programs that the model does not solve together with their counterfactual are left out: {tried - solved} of {tried}.");

    /// <summary>A layer and token that were chosen, and what they are judged by.</summary>
    /// <param name="Layer">1-based.</param>
    /// <param name="Role">The token.</param>
    /// <param name="Success">In programs that did not choose it, where <paramref name="Apart"/>.</param>
    /// <param name="Random">What a random move as large does there; null where that was not measured.</param>
    /// <param name="Apart">Whether choice and judgement are on different programs.</param>
    internal sealed record Chosen(int Layer, TokenRole Role, Proportion Success, Proportion? Random, bool Apart);

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
