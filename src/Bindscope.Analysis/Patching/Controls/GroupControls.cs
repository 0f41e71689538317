using System.Collections.Immutable;

namespace Bindscope.Analysis.Patching.Controls;

/// <summary>What other patches at the same places do to one group of programs, on fewer programs than the sweep itself.</summary>
/// <param name="NoOpLargestChange">
/// Largest change of a logit when the tokens before the changed digit, which are equal in base and source, are patched: 0, or rounding.
/// </param>
/// <param name="Unrelated">Patches from another program of the same shape, token for token by role; its answer is the success.</param>
/// <param name="Swapped">Base and source exchanged: what changes a to b must change b to a.</param>
/// <param name="Random">
/// The vector moved by as much as the source would move it, in a random direction: what mere disturbance does.
/// </param>
/// <param name="MovedRoot">Pointer against value; empty where no program's root can move.</param>
public sealed record GroupControls(
    double NoOpLargestChange,
    ImmutableArray<EffectCell> Unrelated,
    ImmutableArray<EffectCell> Swapped,
    ImmutableArray<EffectCell> Random,
    ImmutableArray<OutcomeCell> MovedRoot);
