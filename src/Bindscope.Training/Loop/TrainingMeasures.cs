namespace Bindscope.Training.Loop;

/// <summary>What training itself measured, to stand beside an evaluation.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="Loss">Mean loss for one program since the evaluation before; 0 at step 0.</param>
/// <param name="Accuracy">Share of training answers that were right since the evaluation before.</param>
/// <param name="LearningRate">The rate of the last update.</param>
public readonly record struct TrainingMeasures(int Step, double Loss, double Accuracy, double LearningRate);
