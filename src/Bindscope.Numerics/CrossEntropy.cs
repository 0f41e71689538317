namespace Bindscope.Numerics;

/// <summary>Softmax and its loss of rows of logits, in double precision: there are few of them, and a small loss is a difference of large numbers.</summary>
public static class CrossEntropy
{
    /// <summary>The loss of one row, and its gradient.</summary>
    /// <param name="logits">[V].</param>
    /// <param name="target">The class that is right.</param>
    /// <param name="weight">Multiplies loss and gradient.</param>
    /// <param name="gradient">[V], receives the gradient with respect to the logits; may be the logits.</param>
    /// <returns>-weight * log(softmax(logits)[target]).</returns>
    public static double Of(ReadOnlySpan<float> logits, int target, float weight, Span<float> gradient)
    {
        double largest = logits[0];
        foreach (float logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        double loss = weight * (Math.Log(sum) + largest - logits[target]);
        for (int i = 0; i < logits.Length; i++)
        {
            gradient[i] = (float)(weight * ((Math.Exp(logits[i] - largest) / sum) - (i == target ? 1 : 0)));
        }

        return loss;
    }

    /// <summary>Logarithms of probabilities.</summary>
    /// <param name="logits">[V].</param>
    /// <param name="result">[V], receives log(softmax(logits)); may be the logits.</param>
    public static void LogSoftmax(ReadOnlySpan<float> logits, Span<float> result)
    {
        double largest = logits[0];
        foreach (float logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        double all = Math.Log(sum) + largest;
        for (int i = 0; i < logits.Length; i++)
        {
            result[i] = (float)(logits[i] - all);
        }
    }
}
