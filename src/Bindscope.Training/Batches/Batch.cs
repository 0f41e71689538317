using Bindscope.Model;

namespace Bindscope.Training.Batches;

/// <summary>Programs as the model reads them, and what it is asked to predict: any objective comes down to weighted (place, target)
/// pairs.</summary>
/// <param name="Tokens">Token ids, row-major [B, T].</param>
/// <param name="Layout">How the T tokens of a row see each other.</param>
/// <param name="Places">Flat indices b*T + t whose prediction is supervised; the answers come first.</param>
/// <param name="Targets">The token wanted at each place.</param>
/// <param name="Weights">Each place's weight in the loss; summed over the batch they give the number of programs times the terms'
/// weights.</param>
/// <param name="Answers">How many of the places are answers at a colon.</param>
internal sealed record Batch(int[] Tokens, SequenceLayout Layout, int[] Places, int[] Targets, float[] Weights, int Answers)
{
    public int Programs => Tokens.Length / Layout.Length;
}

/// <summary>Collects (place, target, weight) triples; answers are added first.</summary>
internal sealed class Supervision(int capacity)
{
    private readonly List<int> places = new(capacity);
    private readonly List<int> targets = new(capacity);
    private readonly List<float> weights = new(capacity);

    public void Add(int place, int target, float weight)
    {
        places.Add(place);
        targets.Add(target);
        weights.Add(weight);
    }

    public Batch Batch(int[] tokens, SequenceLayout layout, int answers)
        => new(tokens, layout, [.. places], [.. targets], [.. weights], answers);
}
