using Bindscope.Numerics;

namespace Bindscope.Training.Loop;

/// <summary>Forward and backward of a training's steps.</summary>
internal interface IStepGradients : IDisposable
{
    /// <summary>The mean gradient of the last step, [N].</summary>
    Tensor Gradient { get; }

    /// <summary>Computes a step's gradient.</summary>
    /// <param name="batch">Programs of the batch.</param>
    /// <param name="build">Builds a part of the batch; may be called by several threads.</param>
    /// <param name="dropout">Decides what is dropped, where the model drops anything.</param>
    /// <returns>What the step measured.</returns>
    StepTally Run(int batch, BatchPart build, ulong dropout);
}
