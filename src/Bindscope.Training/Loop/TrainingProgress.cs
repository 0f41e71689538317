using Bindscope.Training.Runs;

namespace Bindscope.Training.Loop;

/// <summary>Where a training stands, for whoever watches it.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="Steps">Updates of the whole training.</param>
/// <param name="StepsPerSecond">Rate since this process took the training up, evaluations and checkpoints included; 0 at the start.</param>
/// <param name="Remaining">Time left at that rate; null at the start.</param>
/// <param name="Evaluation">The evaluation of this very step, or null where there was none.</param>
public readonly record struct TrainingProgress(int Step, int Steps, double StepsPerSecond, TimeSpan? Remaining, Evaluation? Evaluation);
