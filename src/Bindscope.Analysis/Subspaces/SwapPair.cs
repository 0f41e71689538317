using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Subspaces;

/// <summary>A pair of programs, the tokens at which their vectors are swapped, and the classes that change there.</summary>
/// <param name="Programs">Base and source.</param>
/// <param name="Places">0-based positions, the same in both.</param>
/// <param name="Classes">The two digits, or the two names as 0-25.</param>
/// <param name="HasRootFirst">Whether the places are the chain's, by depth: the first one is the root's own.</param>
internal sealed record SwapPair(ProgramPair Programs, ImmutableArray<int> Places, (int One, int Other) Classes, bool HasRootFirst = false);
