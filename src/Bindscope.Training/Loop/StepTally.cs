using static TorchSharp.torch;

namespace Bindscope.Training.Loop;

/// <summary>What a step measured, still on the device so that reading it can wait.</summary>
/// <param name="Loss">Loss summed over programs; a scalar tensor.</param>
/// <param name="Correct">Answers that were right; a scalar tensor.</param>
/// <param name="Answers">Answers asked for.</param>
/// <param name="Programs">Programs of the step.</param>
internal sealed record StepTally(Tensor Loss, Tensor Correct, int Answers, int Programs) : IDisposable
{
    /// <summary>The tallies added up in their order; they are disposed.</summary>
    public static StepTally Sum(StepTally[] parts)
    {
        var sum = parts[0];
        foreach (var part in parts.AsSpan(1))
        {
            sum.Loss.add_(part.Loss);
            sum.Correct.add_(part.Correct);
            sum = sum with { Answers = sum.Answers + part.Answers, Programs = sum.Programs + part.Programs };
            part.Dispose();
        }

        return sum;
    }

    /// <summary>Loss for one program, averaged over the step.</summary>
    public double MeanLoss() => Loss.item<float>() / Programs;

    /// <summary>Share of the answers that were right.</summary>
    public double Accuracy() => (double)Correct.item<long>() / Answers;

    public void Dispose()
    {
        Loss.Dispose();
        Correct.Dispose();
    }
}
