using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>LayerNorm of rows: y = (x - mean) / sqrt(variance + 1e-5) * weight + bias, and its gradient.</summary>
internal static unsafe class LayerNorm
{
    /// <summary>Added to the variance.</summary>
    internal const double Epsilon = 1e-5;

    /// <summary>Normalizes rows.</summary>
    /// <param name="x">[rows, width].</param>
    /// <param name="xStride">Floats between two rows.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Width of a row.</param>
    /// <param name="weight">[width].</param>
    /// <param name="bias">[width], or null.</param>
    /// <param name="y">[rows, width]; may be x.</param>
    /// <param name="yStride">Floats between two rows.</param>
    /// <param name="statistics">[rows, 2], receives each row's mean and factor for <see cref="Backward"/>; null where there is none.</param>
    internal static void Forward(
        float* x, nint xStride, int rows, int width, float* weight, float* bias, float* y, nint yStride, float* statistics)
    {
        if (Lanes.Is512)
        {
            LayerNorm<Lane512>.Forward(x, xStride, rows, width, weight, bias, y, yStride, statistics);
        }
        else if (Lanes.Is256)
        {
            LayerNorm<Lane256>.Forward(x, xStride, rows, width, weight, bias, y, yStride, statistics);
        }
        else
        {
            LayerNorm<Lane128>.Forward(x, xStride, rows, width, weight, bias, y, yStride, statistics);
        }
    }

    /// <summary>The gradient of what was normalized, added to what else its gradient is.</summary>
    /// <param name="x">[rows, width], dense, as in the forward pass.</param>
    /// <param name="statistics">[rows, 2], of the forward pass.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Width of a row.</param>
    /// <param name="weight">[width].</param>
    /// <param name="yGradient">[rows, width].</param>
    /// <param name="other">[rows, width]: added to the result; null for nothing.</param>
    /// <param name="xGradient">[rows, width]; overwritten. May be other or yGradient.</param>
    /// <param name="weightGradient">[width]; added to. Null where it is not wanted.</param>
    /// <param name="biasGradient">[width]; added to. Null where it is not wanted.</param>
    internal static void Backward(
        float* x, float* statistics, int rows, int width, float* weight, float* yGradient, float* other, float* xGradient,
        float* weightGradient, float* biasGradient)
    {
        if (Lanes.Is512)
        {
            LayerNorm<Lane512>.Backward(x, statistics, rows, width, weight, yGradient, other, xGradient, weightGradient, biasGradient);
        }
        else if (Lanes.Is256)
        {
            LayerNorm<Lane256>.Backward(x, statistics, rows, width, weight, yGradient, other, xGradient, weightGradient, biasGradient);
        }
        else
        {
            LayerNorm<Lane128>.Backward(x, statistics, rows, width, weight, yGradient, other, xGradient, weightGradient, biasGradient);
        }
    }
}

/// <summary>The same for lanes of one width.</summary>
internal static unsafe class LayerNorm<TLane>
    where TLane : struct, ILane<TLane>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward(
        float* x, nint xStride, int rows, int width, float* weight, float* bias, float* y, nint yStride, float* statistics)
    {
        int full = width / TLane.Count * TLane.Count;
        for (int row = 0; row < rows; row++, x += xStride, y += yStride)
        {
            TLane sums = default;
            for (int i = 0; i < full; i += TLane.Count)
            {
                sums += TLane.Load(x + i);
            }

            float sum = TLane.Sum(sums);
            for (int i = full; i < width; i++)
            {
                sum += x[i];
            }

            float mean = sum / width;
            TLane means = TLane.Create(mean);
            TLane squares = default;
            for (int i = 0; i < full; i += TLane.Count)
            {
                TLane centred = TLane.Load(x + i) - means;
                squares = TLane.MultiplyAdd(centred, centred, squares);
            }

            float square = TLane.Sum(squares);
            for (int i = full; i < width; i++)
            {
                square += (x[i] - mean) * (x[i] - mean);
            }

            float factor = (float)(1 / Math.Sqrt((square / width) + LayerNorm.Epsilon));
            TLane factors = TLane.Create(factor);
            for (int i = 0; i < full; i += TLane.Count)
            {
                TLane normal = (TLane.Load(x + i) - means) * factors;
                TLane shift = bias is null ? default : TLane.Load(bias + i);
                TLane.MultiplyAdd(normal, TLane.Load(weight + i), shift).Store(y + i);
            }

            for (int i = full; i < width; i++)
            {
                y[i] = float.MultiplyAddEstimate((x[i] - mean) * factor, weight[i], bias is null ? 0 : bias[i]);
            }

            if (statistics is not null)
            {
                (statistics[2 * row], statistics[(2 * row) + 1]) = (mean, factor);
            }
        }
    }

    /// <summary>With n the normalized row and g = dy * weight: dx = (g - mean(g) - n mean(g n)) * factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward(
        float* x, float* statistics, int rows, int width, float* weight, float* yGradient, float* other, float* xGradient,
        float* weightGradient, float* biasGradient)
    {
        int full = width / TLane.Count * TLane.Count;
        for (int row = 0; row < rows; row++, x += width, yGradient += width, xGradient += width, other += other is null ? 0 : width)
        {
            (float mean, float factor) = (statistics[2 * row], statistics[(2 * row) + 1]);
            (TLane means, TLane factors) = (TLane.Create(mean), TLane.Create(factor));
            TLane sums = default, products = default;
            for (int i = 0; i < full; i += TLane.Count)
            {
                TLane normal = (TLane.Load(x + i) - means) * factors;
                TLane given = TLane.Load(yGradient + i);
                TLane scaled = given * TLane.Load(weight + i);
                sums += scaled;
                products = TLane.MultiplyAdd(scaled, normal, products);
                if (weightGradient is not null)
                {
                    TLane.MultiplyAdd(given, normal, TLane.Load(weightGradient + i)).Store(weightGradient + i);
                }

                if (biasGradient is not null)
                {
                    (TLane.Load(biasGradient + i) + given).Store(biasGradient + i);
                }
            }

            float sum = TLane.Sum(sums);
            float product = TLane.Sum(products);
            for (int i = full; i < width; i++)
            {
                float normal = (x[i] - mean) * factor;
                float scaled = yGradient[i] * weight[i];
                sum += scaled;
                product += scaled * normal;
                if (weightGradient is not null)
                {
                    weightGradient[i] += yGradient[i] * normal;
                }

                if (biasGradient is not null)
                {
                    biasGradient[i] += yGradient[i];
                }
            }

            float meanSum = sum / width;
            float meanProduct = product / width;
            (TLane meanSums, TLane meanProducts) = (TLane.Create(meanSum), TLane.Create(meanProduct));
            for (int i = 0; i < full; i += TLane.Count)
            {
                TLane normal = (TLane.Load(x + i) - means) * factors;
                TLane scaled = TLane.Load(yGradient + i) * TLane.Load(weight + i);
                TLane rest = scaled - meanSums - (normal * meanProducts);
                (other is null ? rest * factors : TLane.MultiplyAdd(rest, factors, TLane.Load(other + i))).Store(xGradient + i);
            }

            for (int i = full; i < width; i++)
            {
                float normal = (x[i] - mean) * factor;
                float rest = (yGradient[i] * weight[i]) - meanSum - (normal * meanProduct);
                xGradient[i] = (rest * factor) + (other is null ? 0 : other[i]);
            }
        }
    }
}
