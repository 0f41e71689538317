namespace Bindscope.Analysis.Results;

/// <summary>Finds from when a curve over checkpoints stays up: for good, so that an early accident does not count.</summary>
public static class Sustained
{
    /// <summary>The first point from which every later one is at a level or above.</summary>
    /// <param name="curve">By step.</param>
    /// <param name="reading">What is read of a point.</param>
    /// <param name="level">The level.</param>
    /// <typeparam name="T">A point.</typeparam>
    /// <returns>0-based; as many as there are points where even the last is below.</returns>
    public static int From<T>(IReadOnlyList<T> curve, Func<T, double> reading, double level)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(reading);
        int first = curve.Count;
        while (first > 0 && reading(curve[first - 1]) >= level)
        {
            first--;
        }

        return first;
    }
}
