namespace Bindscope.Programs.Generation;

/// <summary>Draws a bound variable with a weight that grows with its depth.</summary>
/// <remarks>Weights are whole numbers (thousandths, roughly), so that sums are exact and the same on every machine.</remarks>
internal sealed class DepthWeights
{
    private const double Scale = 1024;

    /// <summary>The weight of each depth; depth 0, an unbound variable, weighs nothing.</summary>
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

    /// <summary>The same weights, with nothing for variables of the given depth and deeper.</summary>
    public DepthWeights Below(int depth) => new([.. weights.Select((weight, d) => d < depth ? weight : 0)]);

    /// <summary>Draws a variable.</summary>
    /// <param name="random">The source of chance.</param>
    /// <param name="depths">The current depth of each variable, 0 while it is unbound.</param>
    /// <param name="except">A variable that must not be drawn; -1 for none.</param>
    /// <returns>The variable's index; -1 where all that are allowed weigh nothing.</returns>
    public int Draw(ref RandomStream random, ReadOnlySpan<int> depths, int except)
    {
        ulong total = 0;
        for (int name = 0; name < depths.Length; name++)
        {
            total += name == except ? 0 : weights[depths[name]];
        }

        if (total == 0)
        {
            return -1;
        }

        ulong rest = random.NextBelow(total);
        for (int name = 0; ; name++)
        {
            ulong weight = name == except ? 0 : weights[depths[name]];
            if (rest < weight)
            {
                return name;
            }

            rest -= weight;
        }
    }
}
