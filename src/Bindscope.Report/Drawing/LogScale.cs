using System.Globalization;

namespace Bindscope.Report.Drawing;

/// <summary>Equal ratios are equal distances: the axis of steps, as in the paper's figures over training.</summary>
/// <param name="Low">Value at the start, above 0.</param>
/// <param name="High">Value at the end.</param>
/// <param name="Start">Place of the lowest value.</param>
/// <param name="End">Place of the highest value.</param>
internal sealed record LogScale(double Low, double High, double Start, double End) : IScale
{
    /// <summary>A narrow axis names decades only.</summary>
    private const double RoomForThirds = 260;

    public double At(double value) =>
        High > Low ? Start + (Math.Log(Math.Clamp(value, Low, High) / Low) / Math.Log(High / Low) * (End - Start)) : Start;

    public IEnumerable<(double Value, string Name)> Ticks()
    {
        double[] factors = End - Start >= RoomForThirds ? [1, 3] : [1];
        for (double decade = 1; decade <= High; decade *= 10)
        {
            foreach (double factor in factors)
            {
                if (decade * factor >= Low && decade * factor <= High)
                {
                    yield return (decade * factor, (decade * factor).ToString("N0", CultureInfo.InvariantCulture));
                }
            }
        }
    }
}
