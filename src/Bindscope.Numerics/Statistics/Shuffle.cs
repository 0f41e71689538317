namespace Bindscope.Numerics.Statistics;

/// <summary>Random orders, every one equally likely (Fisher and Yates).</summary>
public static class Shuffle
{
    /// <summary>A shuffled copy.</summary>
    /// <param name="values">The values.</param>
    /// <param name="below">Draws a whole number from 0 to its argument less 1, all equally likely.</param>
    /// <typeparam name="T">A value.</typeparam>
    public static T[] Of<T>(IEnumerable<T> values, Func<int, int> below)
    {
        T[] shuffled = [.. values];
        for (int i = shuffled.Length - 1; i > 0; i--)
        {
            int j = below(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled;
    }
}
