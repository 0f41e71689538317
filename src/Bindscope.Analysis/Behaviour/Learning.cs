using System.Collections.Immutable;
using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Behaviour;

/// <summary>When each program was learned, and how often forgotten.</summary>
/// <param name="LearnedAt">For each program the step from which on it is right at all checkpoints; -1 where it is wrong at the last.</param>
/// <param name="FirstRight">For each program the first checkpoint that answers it rightly; -1 where none does.</param>
/// <param name="Forgotten">For each program how often it went from right to wrong between neighbouring checkpoints.</param>
/// <param name="Learned">Share of programs that are right at the last checkpoint.</param>
/// <param name="NeverForgotten">Share of programs that, once right, stayed right.</param>
/// <param name="Groups">The same by feature.</param>
/// <param name="Hard">The programs that were learned last or not at all, hardest first.</param>
/// <param name="Easy">The programs that were learned first and not forgotten, easiest first.</param>
public sealed record Learning(
    ImmutableArray<int> LearnedAt,
    ImmutableArray<int> FirstRight,
    ImmutableArray<int> Forgotten,
    Proportion Learned,
    Proportion NeverForgotten,
    ImmutableArray<LearningGroup> Groups,
    ImmutableArray<LearnedProgram> Hard,
    ImmutableArray<LearnedProgram> Easy);
