using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>One update of AdamW in one pass over parameters, gradient and both moments.</summary>
/// <remarks>Loshchilov and Hutter 2019, as PyTorch computes it: decay, then moments, then a bias-corrected update.</remarks>
/// <param name="Rate">Learning rate of this update.</param>
/// <param name="Beta1">Share of the mean that is kept, 0 up to but not including 1.</param>
/// <param name="Beta2">Share of the mean square that is kept, 0 up to but not including 1.</param>
/// <param name="Epsilon">Added to the root of the mean square.</param>
/// <param name="WeightDecay">Times the rate, the share of a parameter that is taken off.</param>
/// <param name="Number">Updates made with this one, 1 for the first.</param>
public readonly record struct AdamW(double Rate, double Beta1, double Beta2, double Epsilon, double WeightDecay, int Number)
{
    /// <summary>Updates parameters and moments in place.</summary>
    /// <param name="parameters">[N].</param>
    /// <param name="gradient">[N].</param>
    /// <param name="mean">[N]: running mean of the gradient.</param>
    /// <param name="square">[N]: running mean of the squared gradient.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public unsafe void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> square)
    {
        if (gradient.Length != parameters.Length || mean.Length != parameters.Length || square.Length != parameters.Length)
        {
            throw new ArgumentException("parameters, gradient and moments must have the same length", nameof(gradient));
        }

        fixed (float* p = parameters, g = gradient, m = mean, v = square)
        {
            if (Lanes.Is512)
            {
                Step<Lane512>(p, g, m, v, parameters.Length);
            }
            else if (Lanes.Is256)
            {
                Step<Lane256>(p, g, m, v, parameters.Length);
            }
            else
            {
                Step<Lane128>(p, g, m, v, parameters.Length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Step<TLane>(float* parameters, float* gradient, float* mean, float* square, nint length)
        where TLane : struct, ILane<TLane>
    {
        float keepMean = (float)Beta1, addMean = (float)(1 - Beta1);
        float keepSquare = (float)Beta2, addSquare = (float)(1 - Beta2);
        float decay = (float)(1 - (Rate * WeightDecay));
        float rate = (float)(Rate / (1 - Math.Pow(Beta1, Number)));
        float scale = (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, Number)));
        float epsilon = (float)Epsilon;
        (TLane keepMeans, TLane addMeans) = (TLane.Create(keepMean), TLane.Create(addMean));
        (TLane keepSquares, TLane addSquares) = (TLane.Create(keepSquare), TLane.Create(addSquare));
        (TLane decays, TLane rates, TLane scales, TLane epsilons) =
            (TLane.Create(decay), TLane.Create(rate), TLane.Create(scale), TLane.Create(epsilon));
        nint i = 0;
        for (; i + TLane.Count <= length; i += TLane.Count)
        {
            TLane g = TLane.Load(gradient + i);
            TLane m = (TLane.Load(mean + i) * keepMeans) + (g * addMeans);
            TLane v = (TLane.Load(square + i) * keepSquares) + (g * g * addSquares);
            m.Store(mean + i);
            v.Store(square + i);
            TLane denominator = (TLane.Sqrt(v) * scales) + epsilons;
            ((TLane.Load(parameters + i) * decays) - (m * rates / denominator)).Store(parameters + i);
        }

        for (; i < length; i++)
        {
            float g = gradient[i];
            mean[i] = (mean[i] * keepMean) + (g * addMean);
            square[i] = (square[i] * keepSquare) + (g * g * addSquare);
            parameters[i] = (parameters[i] * decay) - (mean[i] * rate / ((MathF.Sqrt(square[i]) * scale) + epsilon));
        }
    }
}
