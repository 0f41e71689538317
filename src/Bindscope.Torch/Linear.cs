using Bindscope.Torch.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Bindscope.Torch;

/// <summary>A linear layer. The one place that chooses a kernel for it.</summary>
internal static class Linear
{
    /// <summary>x W^T + b, in the weight's precision: in mixed precision x is rounded to it.</summary>
    /// <param name="x">[..., I].</param>
    /// <param name="weight">[O, I].</param>
    /// <param name="bias">[O], of the weight's type, or null.</param>
    /// <returns>[..., O], of the weight's type.</returns>
    internal static Tensor Apply(Tensor x, Tensor weight, Tensor? bias) =>
        FusedLinear.Supports(x, weight) ? FusedLinear.Run(x, weight, bias) : F.linear(x.to(weight.dtype), weight, bias);
}
