using System.Collections.Immutable;

namespace Bindscope.Analysis.Patching.Single;

/// <summary>What patching one token at one layer did to one program.</summary>
/// <param name="Layer">The layer that the residual enters, 1-based.</param>
/// <param name="Position">The token, 0-based.</param>
/// <param name="NewDigitChange">Change of the logit of the source's answer, patched minus base.</param>
/// <param name="Normalised">That change divided by the largest one in the map: figure 3a's colour. 0 where the map has no rise.</param>
/// <param name="Top">The patched run's top digit.</param>
/// <param name="Success">Whether that is the source's answer.</param>
/// <param name="Changed">Whether the patch changed an activation that the answer can depend on.</param>
/// <param name="Logits">
/// The ten digits' logits of the patched run, rounded to three decimals; null where nothing changed, and in maps of earlier versions.
/// </param>
public sealed record MapCell(
    int Layer, int Position, double NewDigitChange, double Normalised, int Top, bool Success, bool Changed, ImmutableArray<float>? Logits = null);
