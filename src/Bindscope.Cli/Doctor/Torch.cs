using Bindscope.Model.Native;
using TorchSharp;

namespace Bindscope.Cli.Doctor;

/// <summary>libtorch, TorchSharp's native library, and the devices.</summary>
internal static class Torch
{
    /// <summary>The native library beside the program; it is read, not loaded.</summary>
    public static Finding NativeLibrary()
    {
        var copy = TorchRuntime.NativeLibrary();
        return new Finding("TorchSharp", Health.Good, $"{copy.Path}, {copy.State}");
    }

    /// <summary>Loads libtorch and computes with it.</summary>
    public static Finding LibTorch()
    {
        var installation = LibTorchVariable.Initialize();
        using var scope = torch.NewDisposeScope();
        var product = torch.ones(8, 8).matmul(torch.ones(8, 8)).sum().item<float>();
        var source = installation.Source == LibTorchSource.Named ? $"named in {LibTorchVariable.Name}" : "of the build";
        return product != 512
            ? new Finding(
                "libtorch", Health.Failure, $"{installation.Directory}: a product of ones is {product}, not 512", "Use another libtorch.")
            : new Finding(
                "libtorch",
                installation.Warning is null ? Health.Good : Health.Warning,
                $"{installation.Version} {source}, in {installation.Directory}, "
                + $"uses {installation.CpuCapability} and {torch.get_num_threads()} threads",
                installation.Warning);
    }

    /// <summary>The devices that a model can be on.</summary>
    public static Finding Devices() => TorchRuntime.CudaProblem() is { } problem
        ? new Finding("devices", Health.Good, $"cpu; no cuda: {problem.Reason}")
        : new Finding("devices", Health.Good, $"cpu, cuda ({torch.cuda.device_count()} of it)");
}
