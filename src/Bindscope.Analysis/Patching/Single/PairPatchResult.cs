using System.Collections.Immutable;

namespace Bindscope.Analysis.Patching.Single;

/// <summary>One patch in one program: logits before and after.</summary>
/// <param name="Base">The ten digits' logits of the base run.</param>
/// <param name="Source">The ten digits' logits of the source run.</param>
/// <param name="Patched">The ten digits' logits of the base run with the patch.</param>
/// <param name="Position">The token that was patched, 0-based; -1 where the interventions were given as such.</param>
/// <param name="SourcePosition">The source's token that the vector came from, 0-based; -1 likewise.</param>
/// <param name="BaseAnswer">The base's right answer.</param>
/// <param name="SourceAnswer">The source's right answer.</param>
/// <param name="BaseTop">Top digit of the base run.</param>
/// <param name="SourceTop">Top digit of the source run.</param>
/// <param name="PatchedTop">Top digit of the patched run.</param>
/// <param name="Effect">
/// <c>changed</c>; <c>absent</c> where nothing was chosen; <c>unchanged</c> where the patch put in what was there; <c>unreachable</c> where nothing
/// that it changed can reach the answer.
/// </param>
public sealed record PairPatchResult(
    ImmutableArray<float> Base,
    ImmutableArray<float> Source,
    ImmutableArray<float> Patched,
    int Position,
    int SourcePosition,
    int BaseAnswer,
    int SourceAnswer,
    int BaseTop,
    int SourceTop,
    int PatchedTop,
    string Effect);
