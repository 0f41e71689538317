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
}
