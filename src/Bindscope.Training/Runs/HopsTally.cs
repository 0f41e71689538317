namespace Bindscope.Training.Runs;

/// <summary>How many test programs of one referential depth were answered, and how many of those rightly.</summary>
/// <param name="Hops">Assignments from the queried variable to its root, 1 or more.</param>
/// <param name="N">Programs of that depth in the test set.</param>
/// <param name="Correct">Programs among them whose most likely next token is the answer, 0 to <paramref name="N"/>.</param>
public sealed record HopsTally(int Hops, int N, int Correct);
