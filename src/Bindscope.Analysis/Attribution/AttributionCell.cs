using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.Attribution;

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
