using Bindscope.Errors;
using Bindscope.Torch.Native;
using TorchSharp;

namespace Bindscope.Tests.Model.Native;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void TheBuildsLibtorchIsLoadedOnce()
    {
        var first = TorchRuntime.Initialize(libtorchDirectory: null);

        Assert.Same(first, TorchRuntime.Initialize(libtorchDirectory: null));
        Assert.Equal(LibTorchSource.Package, first.Source);
        Assert.StartsWith(first.Version, torch.__version__, StringComparison.Ordinal);
        Assert.Null(first.Warning);
        Assert.Single(DynamicLoader.Loaded("libtorch_cpu.so"));
    }

    [Fact]
    public void TheProcessorIsADevice() => Assert.Equal(DeviceType.CPU, TorchRuntime.ResolveDevice("cpu").type);

    [Fact]
    public void AnUnknownDeviceIsAWrongRequest() =>
        Assert.Equal(2, Assert.Throws<UserException>(() => TorchRuntime.ResolveDevice("tpu")).ExitCode);

    [Fact]
    public void CudaIsADeviceOrIsRefusedWithTheReason()
    {
        if (TorchRuntime.CudaProblem() is not { } problem)
        {
            Assert.Equal(DeviceType.CUDA, TorchRuntime.ResolveDevice("cuda").type);
            return;
        }

        var refusal = Assert.Throws<UserException>(() => TorchRuntime.ResolveDevice("cuda"));
        Assert.Equal(3, refusal.ExitCode);
        Assert.Equal($"There is no CUDA device: {problem.Reason}.", refusal.Message);
        Assert.Contains("--device cpu", refusal.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("gives no reason", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheLoadersOwnWordsAreKept()
    {
        Assert.False(DynamicLoader.TryOpen("libnothing-of-this-name.so", out _, out var error));
        Assert.Contains("cannot open shared object file", error, StringComparison.Ordinal);
    }
}
