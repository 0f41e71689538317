using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Runs.Presets;

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
