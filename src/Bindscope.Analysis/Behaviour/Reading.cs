namespace Bindscope.Analysis.Behaviour;

/// <summary>What a model says to one program.</summary>
/// <param name="Prediction">The most probable token; a digit's token is the digit.</param>
/// <param name="Confidence">The probability that the model gives it, 0 to 1, among all tokens.</param>
/// <param name="Loss">Minus the logarithm of the answer's probability, in nats.</param>
internal readonly record struct Reading(int Prediction, double Confidence, double Loss)
{
    /// <summary>Reads one program's logits.</summary>
    internal static Reading Of(ReadOnlySpan<float> logits, int answer)
    {
        int top = 0;
        for (int token = 1; token < logits.Length; token++)
        {
            top = logits[token] > logits[top] ? token : top;
        }

        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp((double)logit - logits[top]);
        }

        return new Reading(top, 1 / sum, Math.Log(sum) + logits[top] - (double)logits[answer]);
    }
}
