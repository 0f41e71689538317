using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Runs.Presets;
using Bindscope.Training.Batches;

namespace Bindscope.Training.Loop;

/// <summary>
/// Another device than the processor, which computes gradients. Weights, updates, evaluations and checkpoints stay with the processor, so that
/// a training can go on from the same folder on either.
/// </summary>
public interface IGradientDevice
{
    /// <summary>The device's name, as --device and environment.json have it.</summary>
    string Name { get; }

    /// <summary>What computes there, with its version.</summary>
    string Software { get; }

    /// <summary>Looks whether there is such a device.</summary>
    /// <exception cref="UserException">There is none, or it cannot be used; says why.</exception>
    void Require();

    /// <summary>What computes the gradients of a training.</summary>
    /// <param name="model">The model in training.</param>
    /// <param name="precision">What it is computed in.</param>
    internal IStepGradients GradientsOf(Transformer model, Precision precision);
}

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

/// <summary>Builds the programs from..from+count-1 of a step's batch.</summary>
internal delegate Batch BatchPart(int from, int count);
