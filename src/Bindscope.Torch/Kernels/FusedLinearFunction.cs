using static TorchSharp.torch;

namespace Bindscope.Torch.Kernels;

/// <summary>Ties <see cref="FusedLinear"/> into libtorch's gradient graph.</summary>
internal sealed class FusedLinearFunction : autograd.SingleTensorFunction<FusedLinearFunction>
{
    private const string NeedsKey = "needs";

    public override string Name => nameof(FusedLinear);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight, bias, result) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor?)vars[2], (Result)vars[3]);
        FusedLinear.Forward(x, weight, bias, result.Output);
        ctx.save_for_backward([x, weight]);
        ctx.save_data(NeedsKey, new Needs(x.requires_grad, weight.requires_grad, bias is { requires_grad: true }));
        return result.Output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var needs = (Needs)ctx.get_data(NeedsKey);
        List<Tensor> saved = ctx.get_saved_variables();
        using Tensor x = saved[0], weight = saved[1], given = grad_output.contiguous();
        grad_output.Dispose();
        return
        [
            needs.Input ? FusedLinear.InputGradient(weight, given, x.shape) : null!,
            needs.Weight ? FusedLinear.WeightGradient(x, given, weight.shape) : null!,
            needs.Bias ? FusedLinear.BiasGradient(given, weight.size(0)) : null!,
            null!,
        ];
    }

    /// <summary>Where the forward pass writes. Wrapped, because the base class takes every bare tensor for a variable.</summary>
    internal sealed record Result(Tensor Output);

    private sealed record Needs(bool Input, bool Weight, bool Bias);
}
