using Bindscope.Model;

namespace Bindscope.Training.Batches;

/// <summary>Collects (place, target, weight) triples; answers are added first.</summary>
internal sealed class Supervision(int capacity)
{
    private readonly List<long> places = new(capacity);
    private readonly List<long> targets = new(capacity);
    private readonly List<float> weights = new(capacity);

    public void Add(int place, long target, float weight)
    {
        places.Add(place);
        targets.Add(target);
        weights.Add(weight);
    }

    public Batch Batch(long[] tokens, SequenceLayout layout, int answers)
        => new(tokens, layout, [.. places], [.. targets], [.. weights], answers);
}
