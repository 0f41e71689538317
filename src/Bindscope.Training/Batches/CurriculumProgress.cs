namespace Bindscope.Training.Batches;

/// <summary>Where a curriculum stands.</summary>
/// <param name="Stage">0-based index of the current stage.</param>
/// <param name="Accuracy">Running accuracy on the current stage's training programs, 0 to 1; 0 when the stage begins.</param>
public readonly record struct CurriculumProgress(int Stage, double Accuracy);
