using System.Collections.Immutable;

namespace Bindscope.Analysis.Behaviour;

/// <summary>A program on which the heuristics say many different digits.</summary>
/// <param name="Program">Its place in the test set, 0-based; predictions are found by it.</param>
/// <param name="Text">The program.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Digits">What each heuristic says, in the order of the heuristics; -1 where it does not apply.</param>
public sealed record TellingCase(int Program, string Text, int Answer, ImmutableArray<int> Digits);
