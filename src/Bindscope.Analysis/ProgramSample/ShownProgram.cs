namespace Bindscope.Analysis.ProgramSample;

/// <summary>A program that is shown.</summary>
/// <param name="Index">Its place in the test set, 0-based.</param>
/// <param name="Text">The program.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">The line that holds the root, 1-based.</param>
/// <param name="Distractors">Lines that are not on the query's chain.</param>
/// <param name="Group">Why it is shown.</param>
/// <param name="LearnedStep">The checkpoint from which on it is right at all others; null where it is wrong at the last.</param>
public sealed record ShownProgram(
    int Index, string Text, int Answer, int Hops, int AnswerLine, int Distractors, ProgramGroup Group, int? LearnedStep);
