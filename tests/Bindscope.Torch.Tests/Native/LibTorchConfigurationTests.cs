using Bindscope.Torch.Native;

namespace Bindscope.Tests.Model.Native;

public sealed class LibTorchConfigurationTests
{
    [Theory]
    [InlineData("2.10.0", true)]
    [InlineData("2.10.1", true)]
    [InlineData("2.11.0", false)]
    [InlineData("2.1.0", false)]
    public void TheVersionIsFoundAndCompared(string version, bool isExpected)
    {
        var configuration = LibTorchConfiguration.Read(
            $"""
            PyTorch built with:
              - GCC 13.3
              - CPU capability usage: AVX512
              - Build settings: BLAS_INFO=mkl, BUILD_TYPE=Release, TORCH_VERSION={version}, USE_CUDA=1, USE_MKL=ON,
            """);

        Assert.Equal(new LibTorchConfiguration(version, "AVX512"), configuration);
        Assert.Equal(isExpected, configuration.IsExpected);
    }

    [Fact]
    public void ALibtorchThatDoesNotTellIsNotTheExpectedOne() =>
        Assert.False(LibTorchConfiguration.Read("").IsExpected);
}
