using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Roles;

namespace Bindscope.Report.Evidence;

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
