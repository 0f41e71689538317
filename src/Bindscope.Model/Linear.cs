using Bindscope.Model.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Bindscope.Model;

/// <summary>A linear layer. The one place that chooses a kernel for it.</summary>
internal static class Linear
{
    /// <summary>x W^T + b.</summary>
    /// <param name="x">[..., I].</param>
    /// <param name="weight">[O, I].</param>
    /// <param name="bias">[O], or null.</param>
    /// <returns>[..., O].</returns>
    internal static Tensor Apply(Tensor x, Tensor weight, Tensor? bias) =>
        FusedLinear.Supports(x, weight) ? FusedLinear.Run(x, weight, bias) : F.linear(x, weight, bias);
}
