using Bindscope.Model;

namespace Bindscope.Training.Batches;

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
