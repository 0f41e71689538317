using Bindscope.Runs.Presets;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Bindscope.Torch;

/// <summary>A step's gradient by libtorch: the engine's weights go to the device, the whole batch passes at once, the gradient comes back.</summary>
internal sealed class DeviceGradients : IStepGradients
{
    private readonly Model.Transformer model;
    private readonly Device device;
    private readonly Network network;

    /// <summary>For the steps of one training.</summary>
    /// <param name="model">The engine's model, whose weights each step begins with.</param>
    /// <param name="precision">What the blocks' products are computed in.</param>
    /// <param name="device">Where.</param>
    internal DeviceGradients(Model.Transformer model, Precision precision, Device device)
    {
        (this.model, this.device) = (model, device);
        network = new Network(model.Spec, precision == Precision.MixedBFloat16, device);
        Gradient = new Numerics.Tensor(model.Parameters.Flat.Length);
    }

    /// <inheritdoc/>
    public Numerics.Tensor Gradient { get; }

    /// <inheritdoc/>
    public StepTally Run(int batch, BatchPart build, ulong dropout)
    {
        using DisposeScope scope = NewDisposeScope();
        Batch whole = build(0, batch);
        network.Weights.Take(model.Parameters.Flat);
        manual_seed((long)dropout);
        Tensor tokens = OnDevice(whole.Tokens).view(whole.Programs, whole.Layout.Length); // [B, T]
        Tensor residual = network.Residual(tokens, whole.Layout).flatten(0, 1); // [B*T, D]
        Tensor logits = network.Unembed(residual.index_select(0, OnDevice(whole.Places))); // [P, V]
        Tensor targets = OnDevice(whole.Targets); // [P]
        Tensor losses = F.cross_entropy(logits, targets, reduction: nn.Reduction.None); // [P]
        Tensor loss = (losses * tensor(whole.Weights).to(device)).sum();
        network.Weights.Give(autograd.grad([loss / whole.Programs], network.Weights.All), Gradient.Values);
        Tensor right = logits.narrow(0, 0, whole.Answers).argmax(-1).eq(targets.narrow(0, 0, whole.Answers)).sum();
        return new StepTally(loss.item<float>(), right.item<long>(), whole.Answers, whole.Programs);
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private Tensor OnDevice(int[] numbers) => tensor(numbers, ScalarType.Int64).to(device);
}
