namespace Bindscope.Analysis.Behaviour;

/// <summary>One program's history over the checkpoints.</summary>
/// <param name="Program">Its place in the test set, 0-based.</param>
/// <param name="Text">The program.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">The line that holds the root.</param>
/// <param name="LearnedAt">The checkpoint from which on it is right at all others; null where it is wrong at the last.</param>
/// <param name="Forgotten">How often it went from right to wrong.</param>
/// <param name="RightAt">At how many checkpoints it is right.</param>
public sealed record LearnedProgram(
    int Program, string Text, int Answer, int Hops, int AnswerLine, int? LearnedAt, int Forgotten, int RightAt);
