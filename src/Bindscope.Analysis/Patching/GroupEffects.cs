using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Controls;

namespace Bindscope.Analysis.Patching;

/// <summary>What patching did to one group of programs.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Available">Programs of the test set in this group.</param>
/// <param name="Tried">Of those, the ones that were looked at.</param>
/// <param name="Solved">Of those that were looked at, the ones of which the model solves base and source.</param>
/// <param name="Programs">Pairs that were patched.</param>
/// <param name="Cells">One for every layer, head and token, by layer, head and then in the order of the text.</param>
/// <param name="Controls">What else would have been patched, and did.</param>
public sealed record GroupEffects(
    int Hops,
    AnswerLineGroup AnswerLine,
    int Available,
    int Tried,
    int Solved,
    int Programs,
    ImmutableArray<EffectCell> Cells,
    GroupControls Controls);
