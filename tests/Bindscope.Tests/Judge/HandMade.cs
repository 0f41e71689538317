using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Controls;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Tests.Judge;

/// <summary>Results of sweeps written by hand, whose verdicts are known.</summary>
internal static class HandMade
{
    /// <summary>Programs behind every share: enough that intervals are a point to each side.</summary>
    internal const int Programs = 10_000;

    /// <summary>A residual sweep.</summary>
    internal static PatchResult Residual(int layers, params GroupEffects[] groups) =>
        new(PatchResult.CurrentFormat, 5000, PatchTarget.Residual, layers, 0, [.. groups], []);

    /// <summary>A sweep over heads; the ranking is the product's own.</summary>
    internal static PatchResult Heads(params EffectCell[] cells)
    {
        GroupEffects[] groups = [Group(2, AnswerLineGroup.Later, cells)];
        return new PatchResult(PatchResult.CurrentFormat, 5000, PatchTarget.Heads, 4, 4, [.. groups], ComponentRanking.Of(groups));
    }

    internal static GroupEffects Group(int hops, AnswerLineGroup line, params EffectCell[] cells) =>
        new(hops, line, Programs, Programs, Programs, Programs, [.. cells], new GroupControls(0, [], [], [], []));

    /// <summary>Of a place, by success.</summary>
    internal static EffectCell At(int layer, TokenRole role, double success) => Cell(layer, 0, role, success, 1, 0.9);

    /// <summary>Of a head, by effect in logits and the lower end of its interval.</summary>
    internal static EffectCell Head(int layer, int head, TokenRole role, double effect, double? low = null) =>
        Cell(layer, head, role, 0.5, effect, low ?? (effect - 0.1));

    private static EffectCell Cell(int layer, int head, TokenRole role, double success, double effect, double low)
    {
        var estimate = new Estimate(effect, low, effect + 0.1, Programs);
        return new EffectCell(
            layer, head, role, Proportion.OfCounts((int)Math.Round(success * Programs), Programs), Proportion.OfCounts(0, Programs), estimate, estimate);
    }
}
