using Bindscope.Runs.Presets;
using Bindscope.Torch.Native;
using Bindscope.Training.Loop;
using TorchSharp;

namespace Bindscope.Torch;

/// <summary>An NVIDIA device, through the libtorch that BINDSCOPE_LIBTORCH names.</summary>
internal sealed class CudaDevice : IGradientDevice
{
    /// <inheritdoc/>
    public string Name => "cuda";

    /// <inheritdoc/>
    public string Software => $"TorchSharp {typeof(torch).Assembly.GetName().Version}";

    /// <inheritdoc/>
    public void Require()
    {
        TorchRuntime.Initialize(Environment.GetEnvironmentVariable("BINDSCOPE_LIBTORCH"));
        TorchRuntime.ResolveDevice(Name);
    }

    IStepGradients IGradientDevice.GradientsOf(Model.Transformer model, Precision precision) =>
        new DeviceGradients(model, precision, TorchRuntime.ResolveDevice(Name));
}
