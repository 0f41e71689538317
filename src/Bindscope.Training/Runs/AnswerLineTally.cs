namespace Bindscope.Training.Runs;

/// <summary>How many test programs with the root digit on one line were answered, and how many of those rightly.</summary>
/// <param name="Line">The answer line (the line that holds the root digit), 1-based.</param>
/// <param name="N">Programs of the test set with the root on that line.</param>
/// <param name="Correct">Programs among them whose most likely next token is the answer, 0 to <paramref name="N"/>.</param>
public sealed record AnswerLineTally(int Line, int N, int Correct);
