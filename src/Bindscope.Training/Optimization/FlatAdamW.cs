using Bindscope.Model.Kernels;
using Bindscope.Training.Presets;
using static TorchSharp.torch;

namespace Bindscope.Training.Optimization;

/// <summary>AdamW (Loshchilov and Hutter 2019) over one flat tensor: a dozen calls a step however many parameters there are.</summary>
/// <remarks>The arithmetic is PyTorch's: decay, then moments, then a bias-corrected update. Every parameter decays, norms included,
/// as PyTorch's default does.</remarks>
internal sealed class FlatAdamW : IDisposable
{
    private readonly Tensor parameters;
    private readonly OptimizerSpec spec;

    /// <summary>An optimizer before its first step.</summary>
    /// <param name="parameters">Flat parameters [N]; updated in place and not owned.</param>
    /// <param name="spec">The constants.</param>
    public FlatAdamW(Tensor parameters, OptimizerSpec spec)
    {
        this.parameters = parameters;
        this.spec = spec;
        Mean = zeros_like(parameters).detach().DetachFromDisposeScope();
        Square = zeros_like(parameters).detach().DetachFromDisposeScope();
    }

    /// <summary>Running mean of the gradient [N].</summary>
    public Tensor Mean { get; }

    /// <summary>Running mean of the squared gradient [N].</summary>
    public Tensor Square { get; }

    /// <summary>Scales the gradient in place so that its norm is at most the spec's; does nothing where the spec has no limit.</summary>
    public void Clip(Tensor gradient)
    {
        if (spec.ClipNorm > 0)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            gradient.mul_((spec.ClipNorm / (gradient.norm() + 1e-6)).clamp(max: 1));
        }
    }

    /// <summary>One update.</summary>
    /// <param name="gradient">The loss's gradient [N].</param>
    /// <param name="rate">The learning rate of this update.</param>
    /// <param name="step">Updates made before this one.</param>
    public void Step(Tensor gradient, double rate, int step)
    {
        if (FusedAdamW.Supports(parameters) && FusedAdamW.Supports(gradient))
        {
            var update = new AdamWUpdate(rate, spec.Beta1, spec.Beta2, spec.Epsilon, spec.WeightDecay, step + 1);
            FusedAdamW.Step(parameters, gradient, Mean, Square, update);
            return;
        }

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Mean.mul_(spec.Beta1).add_(gradient, alpha: 1 - spec.Beta1);
        Square.mul_(spec.Beta2).addcmul_(gradient, gradient, value: 1 - spec.Beta2);
        var correction1 = 1 - Math.Pow(spec.Beta1, step + 1);
        var correction2 = 1 - Math.Pow(spec.Beta2, step + 1);
        var denominator = Square.sqrt().div_(Math.Sqrt(correction2)).add_(spec.Epsilon);
        parameters.mul_(1 - rate * spec.WeightDecay).addcdiv_(Mean, denominator, value: -rate / correction1);
    }

    public void Dispose()
    {
        Mean.Dispose();
        Square.Dispose();
    }
}
