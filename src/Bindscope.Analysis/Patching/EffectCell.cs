using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.Patching;

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
