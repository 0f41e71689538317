namespace Bindscope.Programs.Generation;

/// <summary>Draws one of the lines that a variable still refers to, with a weight that grows with the line's depth.</summary>
/// <remarks>Weights are whole numbers, in units of 1/1024, so that sums are exact and the same on every machine.</remarks>
internal sealed class DepthWeights
{
    private const double Scale = 1024;

    /// <summary>The weight of each depth. Depth 0 is a line that no variable refers to any more: it weighs nothing.</summary>
    private readonly ulong[] weights;

    public DepthWeights(int maximumDepth, double exponent)
    {
        weights = new ulong[maximumDepth + 1];
        for (int depth = 1; depth <= maximumDepth; depth++)
        {
            weights[depth] = (ulong)Math.Round(Scale * Math.Pow(depth, exponent));
        }
    }

    private DepthWeights(ulong[] weights) => this.weights = weights;

    public ulong this[int depth] => weights[depth];

    /// <summary>The same weights, with nothing for lines of the given depth and deeper.</summary>
    public DepthWeights Below(int depth) => new([.. weights.Select((weight, d) => d < depth ? weight : 0)]);

    /// <summary>Draws a line.</summary>
    /// <param name="random">The source of chance.</param>
    /// <param name="depths">The depth of every line so far.</param>
    /// <param name="total">The sum of their weights, not 0; the caller keeps it up to date as it goes.</param>
    /// <returns>The line's index.</returns>
    public int Draw(ref RandomStream random, ReadOnlySpan<int> depths, ulong total)
    {
        // From the newest line upwards: deep lines, which are drawn most, are young.
        ulong rest = random.NextBelow(total);
        int line = depths.Length - 1;
        for (ulong weight; rest >= (weight = weights[depths[line]]); line--)
        {
            rest -= weight;
        }

        return line;
    }
}
