namespace Bindscope.Model;

/// <summary>What a model says.</summary>
public static class Logits
{
    /// <summary>The place of the largest logit.</summary>
    /// <param name="logits">One or more.</param>
    /// <returns>0-based; of equal ones the first.</returns>
    public static int Top(ReadOnlySpan<float> logits)
    {
        int top = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            top = logits[i] > logits[top] ? i : top;
        }

        return top;
    }

    /// <summary>The probabilities that logits stand for.</summary>
    /// <param name="logits">One or more.</param>
    /// <returns>As many; they sum to 1.</returns>
    public static double[] Probabilities(ReadOnlySpan<float> logits)
    {
        float top = logits[Top(logits)];
        var shares = new double[logits.Length];
        double sum = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            sum += shares[i] = Math.Exp((double)logits[i] - top);
        }

        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }

        return shares;
    }
}
