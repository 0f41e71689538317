namespace Bindscope.Analysis.Patching;

/// <summary>Readings of the ten digits' logits.</summary>
internal static class Digits
{
    /// <summary>The digit with the largest logit.</summary>
    internal static int Top(ReadOnlySpan<float> logits)
    {
        int top = 0;
        for (int digit = 1; digit < logits.Length; digit++)
        {
            top = logits[digit] > logits[top] ? digit : top;
        }

        return top;
    }

    /// <summary>How far a digit's logit lies above the best of the others.</summary>
    internal static double Margin(ReadOnlySpan<float> logits, int digit)
    {
        float best = float.NegativeInfinity;
        for (int other = 0; other < logits.Length; other++)
        {
            best = other == digit ? best : Math.Max(best, logits[other]);
        }

        return logits[digit] - best;
    }

    /// <summary>Largest absolute difference.</summary>
    internal static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double largest = 0;
        for (int i = 0; i < a.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(a[i] - (double)b[i]));
        }

        return largest;
    }
}
