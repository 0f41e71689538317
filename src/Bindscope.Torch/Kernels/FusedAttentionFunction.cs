using static TorchSharp.torch;

namespace Bindscope.Torch.Kernels;

/// <summary>Ties <see cref="FusedAttention"/> into libtorch's gradient graph.</summary>
internal sealed class FusedAttentionFunction : autograd.SingleTensorFunction<FusedAttentionFunction>
{
    private const string PlanKey = "plan";

    public override string Name => nameof(FusedAttention);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var qkv = (Tensor)vars[0];
        var arguments = (Arguments)vars[1];
        FusedAttention.Forward(arguments.Plan, qkv, arguments.Cosine, arguments.Sine, arguments.Output, arguments.Statistics);
        ctx.save_for_backward([qkv, arguments.Cosine, arguments.Sine, arguments.Statistics]);
        ctx.save_data(PlanKey, arguments.Plan);
        return arguments.Output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var plan = (AttentionPlan)ctx.get_data(PlanKey);
        List<Tensor> saved = ctx.get_saved_variables();
        Tensor gradient = FusedAttention.Backward(plan, saved[0], saved[1], saved[2], saved[3], grad_output);
        saved.ForEach(tensor => tensor.Dispose());
        grad_output.Dispose();
        return [gradient, null!];
    }

    /// <summary>What is not differentiated. Wrapped, because the base class takes every bare tensor for a variable.</summary>
    internal sealed record Arguments(AttentionPlan Plan, Tensor Cosine, Tensor Sine, Tensor Output, Tensor Statistics);
}
