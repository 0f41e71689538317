namespace Bindscope.Numerics;

/// <summary>
/// Softmax and its loss of rows of logits. Powers are in single precision and their sum in double, so that a small loss, which is the
/// logarithm of a number just above 1, keeps its digits.
/// </summary>
public static unsafe class CrossEntropy
{
    /// <summary>The loss of one row, and its gradient.</summary>
    /// <param name="logits">[V].</param>
    /// <param name="target">The class that is right.</param>
    /// <param name="weight">Multiplies loss and gradient.</param>
    /// <param name="gradient">[V], receives the gradient with respect to the logits; may be the logits.</param>
    /// <returns>-weight * log(softmax(logits)[target]).</returns>
    public static double Of(ReadOnlySpan<float> logits, int target, float weight, Span<float> gradient)
    {
        double margin = logits[target];
        (double sum, float largest) = Powers(logits, gradient);
        double rest = sum - gradient[target];
        var factor = (float)(weight / sum);
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] *= factor;
        }

        // Of the right class the difference to 1, without losing it in the rounding of a number near 1.
        gradient[target] = (float)(-weight * (rest / sum));
        return weight * (Math.Log(sum) + (largest - margin));
    }

    /// <summary>Logarithms of probabilities.</summary>
    /// <param name="logits">[V].</param>
    /// <param name="result">[V], receives log(softmax(logits)); may not be the logits.</param>
    public static void LogSoftmax(ReadOnlySpan<float> logits, Span<float> result)
    {
        (double sum, float largest) = Powers(logits, result);
        double all = Math.Log(sum) + largest;
        for (int i = 0; i < logits.Length; i++)
        {
            result[i] = (float)(logits[i] - all);
        }
    }

    /// <summary>e to the power of each logit's distance from the largest, and their sum. The largest's is exactly 1.</summary>
    private static (double Sum, float Largest) Powers(ReadOnlySpan<float> logits, Span<float> powers)
    {
        float largest = logits[0];
        foreach (float logit in logits)
        {
            largest = MathF.Max(largest, logit);
        }

        fixed (float* from = logits, to = powers)
        {
            if (Lanes.Is512)
            {
                SoftmaxRow.Powers<Lane512>(from, largest, logits.Length, to);
            }
            else if (Lanes.Is256)
            {
                SoftmaxRow.Powers<Lane256>(from, largest, logits.Length, to);
            }
            else
            {
                SoftmaxRow.Powers<Lane128>(from, largest, logits.Length, to);
            }
        }

        double sum = 0;
        foreach (float power in powers[..logits.Length])
        {
            sum += power;
        }

        return (sum, largest);
    }
}
