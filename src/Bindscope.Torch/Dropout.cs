using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Bindscope.Torch;

/// <summary>Drops a share of a tensor's elements and scales the rest, so that the expected value stays.</summary>
/// <param name="Share">0 to leave everything.</param>
/// <param name="Generator">Draws what is dropped; null for torch's own, which threads share.</param>
internal readonly record struct Dropout(double Share, Generator? Generator)
{
    internal bool Active => Share > 0;

    internal Tensor Apply(Tensor value)
    {
        if (!Active)
        {
            return value;
        }

        if (Generator is null)
        {
            return F.dropout(value, Share);
        }

        using Scalar scale = (1 / (1 - Share)).ToScalar();
        Tensor kept = empty_like(value, requires_grad: false).bernoulli_(1 - Share, Generator);
        return value * kept.mul_(scale);
    }
}
