namespace Bindscope.Training.Runs;

/// <summary>What training measured since the last evaluation; kept in checkpoints so that the next evaluation reports the same numbers
/// after a resume.</summary>
/// <param name="Loss">Loss summed over programs.</param>
/// <param name="Programs">Programs trained on.</param>
/// <param name="Correct">Training answers that were right.</param>
/// <param name="Answers">Training answers asked for.</param>
public readonly record struct UnreportedMeasures(double Loss, long Programs, long Correct, long Answers);
