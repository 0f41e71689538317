namespace Bindscope.Analysis.Probes.Regression;

/// <summary>What a classifier is to say of each sample: one class, or one of each of several groups.</summary>
/// <param name="Values">Classes, 0-based; sample after sample, and in it group after group.</param>
/// <param name="Classes">Classes of each group, 2 or more.</param>
/// <param name="Groups">Groups: independent questions about the same sample, answered by one fit.</param>
internal sealed record ClassLabels(int[] Values, int Classes, int Groups = 1)
{
    /// <summary>Number of samples.</summary>
    internal int Samples => Values.Length / Groups;

    /// <summary>The same labels with the samples in another order, each sample's groups together.</summary>
    /// <param name="order">For each sample the one whose labels it gets.</param>
    internal ClassLabels Reordered(IReadOnlyList<int> order)
    {
        var values = new int[Values.Length];
        for (int sample = 0; sample < order.Count; sample++)
        {
            Array.Copy(Values, order[sample] * Groups, values, sample * Groups, Groups);
        }

        return this with { Values = values };
    }
}
