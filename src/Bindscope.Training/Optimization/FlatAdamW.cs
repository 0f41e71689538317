using System.Runtime.InteropServices;
using Bindscope.Model;
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
    private readonly IReadOnlyList<WeightMatrix> matrices;
    private readonly int averageFrom;

    /// <summary>An optimizer before its first step.</summary>
    /// <param name="parameters">Flat parameters [N]; updated in place and not owned.</param>
    /// <param name="spec">The constants.</param>
    /// <param name="matrices">The matrices that Muon updates where the spec says so, ascending; null for none.</param>
    /// <param name="averageFrom">Updates after which the mean of the parameters is kept; none by default.</param>
    public FlatAdamW(
        Tensor parameters, OptimizerSpec spec, IReadOnlyList<WeightMatrix>? matrices = null, int averageFrom = int.MaxValue)
    {
        this.parameters = parameters;
        this.spec = spec;
        this.matrices = spec.Kind == OptimizerKind.Muon ? matrices ?? [] : [];
        Mean = zeros_like(parameters).detach().DetachFromDisposeScope();
        Square = zeros_like(parameters).detach().DetachFromDisposeScope();
        this.averageFrom = averageFrom;
        Average = averageFrom == int.MaxValue ? null : zeros_like(parameters).detach().DetachFromDisposeScope();
    }

    /// <summary>Mean of the parameters since averaging began [N]; null where nothing is averaged.</summary>
    public Tensor? Average { get; }

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
    /// <param name="matrixRate">The learning rate of the matrices that Muon updates.</param>
    public void Step(Tensor gradient, double rate, int step, double matrixRate = 0)
    {
        using var parts = NewDisposeScope();
        long from = 0;
        foreach (var matrix in matrices)
        {
            Range(from, matrix.Start, gradient, rate, step);
            var (weights, given, mean) = (Part(parameters, matrix), Part(gradient, matrix), Part(Mean, matrix));
            Muon.Step(
                Floats(weights), Floats(given), Floats(mean), matrix.Rows, matrix.Columns,
                matrixRate, spec.Muon!.Momentum, spec.Muon.Iterations);
            from = matrix.Start + matrix.Count;
        }

        Range(from, parameters.numel(), gradient, rate, step);
        if (Average is not null && step >= averageFrom)
        {
            using var quiet = no_grad();
            Average.add_(parameters.sub(Average), alpha: 1.0 / (step - averageFrom + 1));
        }

        static Tensor Part(Tensor flat, WeightMatrix matrix) => flat.narrow(0, matrix.Start, matrix.Count);
        static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
    }

    private void Range(long from, long to, Tensor gradient, double rate, int step)
    {
        if (from < to)
        {
            AdamW(
                parameters.narrow(0, from, to - from), gradient.narrow(0, from, to - from),
                Mean.narrow(0, from, to - from), Square.narrow(0, from, to - from), rate, step);
        }
    }

    private void AdamW(Tensor parameters, Tensor gradient, Tensor mean, Tensor square, double rate, int step)
    {
        if (FusedAdamW.Supports(parameters) && FusedAdamW.Supports(gradient))
        {
            var update = new AdamWUpdate(rate, spec.Beta1, spec.Beta2, spec.Epsilon, spec.WeightDecay, step + 1);
            FusedAdamW.Step(parameters, gradient, mean, square, update);
            return;
        }

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        mean.mul_(spec.Beta1).add_(gradient, alpha: 1 - spec.Beta1);
        square.mul_(spec.Beta2).addcmul_(gradient, gradient, value: 1 - spec.Beta2);
        var correction1 = 1 - Math.Pow(spec.Beta1, step + 1);
        var correction2 = 1 - Math.Pow(spec.Beta2, step + 1);
        var denominator = square.sqrt().div_(Math.Sqrt(correction2)).add_(spec.Epsilon);
        parameters.mul_(1 - rate * spec.WeightDecay).addcdiv_(mean, denominator, value: -rate / correction1);
    }

    public void Dispose()
    {
        Mean.Dispose();
        Square.Dispose();
        Average?.Dispose();
    }

    /// <summary>Puts the mean into the parameters' place, where there is one.</summary>
    public void TakeAverage()
    {
        if (Average is not null)
        {
            using var quiet = no_grad();
            parameters.copy_(Average);
        }
    }
}
