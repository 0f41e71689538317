using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Results;

/// <summary>Random orders, every one equally likely (Fisher and Yates).</summary>
internal static class Shuffle
{
    /// <summary>A shuffled copy.</summary>
    /// <param name="values">The values.</param>
    /// <param name="seed">Draws the order.</param>
    /// <typeparam name="T">A value.</typeparam>
    internal static T[] Of<T>(IEnumerable<T> values, Seed seed)
    {
        RandomStream random = seed.Stream();
        T[] shuffled = [.. values];
        for (int i = shuffled.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled;
    }
}
