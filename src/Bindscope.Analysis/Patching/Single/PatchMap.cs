using System.Collections.Immutable;

namespace Bindscope.Analysis.Patching.Single;

/// <summary>Figure 3a: one program, every layer and token.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Tokens">The base program's tokens.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="BaseAnswer">The base's right answer.</param>
/// <param name="SourceAnswer">The source's right answer.</param>
/// <param name="BaseLogits">The ten digits' logits of the base run.</param>
/// <param name="SourceLogits">The ten digits' logits of the source run.</param>
/// <param name="Cells">By layer, then by position.</param>
public sealed record PatchMap(
    int Format,
    int Checkpoint,
    ImmutableArray<MapToken> Tokens,
    int Layers,
    int BaseAnswer,
    int SourceAnswer,
    ImmutableArray<float> BaseLogits,
    ImmutableArray<float> SourceLogits,
    ImmutableArray<MapCell> Cells)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

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

/// <summary>A token of the base program.</summary>
/// <param name="Position">0-based.</param>
/// <param name="Text">The character; a newline as it is.</param>
/// <param name="Line">Its line, 1-based; the query's is the number of lines + 1.</param>
/// <param name="Role">What it is on the digit's way, such as <c>rhs:1</c>; null for all other tokens.</param>
public sealed record MapToken(int Position, char Text, int Line, string? Role);
