namespace Bindscope.Training.Loop;

/// <summary>What a step, or a part of it, measured.</summary>
/// <param name="Loss">Loss summed over programs.</param>
/// <param name="Correct">Answers that were right.</param>
/// <param name="Answers">Answers asked for.</param>
/// <param name="Programs">Programs.</param>
internal readonly record struct StepTally(double Loss, long Correct, long Answers, long Programs)
{
    /// <summary>Loss for one program, averaged.</summary>
    public double MeanLoss => Loss / Programs;

    /// <summary>Share of the answers that were right.</summary>
    public double Accuracy => (double)Correct / Answers;

    public static StepTally operator +(StepTally a, StepTally b) =>
        new(a.Loss + b.Loss, a.Correct + b.Correct, a.Answers + b.Answers, a.Programs + b.Programs);
}
