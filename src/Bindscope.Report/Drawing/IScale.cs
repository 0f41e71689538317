using System.Globalization;

namespace Bindscope.Report.Drawing;

/// <summary>From values to places along one direction of a figure.</summary>
internal interface IScale
{
    /// <summary>The place of a value; values beyond the ends stand at the ends.</summary>
    double At(double value);

    /// <summary>Values to name along the axis, with their names.</summary>
    IEnumerable<(double Value, string Name)> Ticks();
}

/// <summary>Equal differences are equal distances.</summary>
/// <param name="Low">Value at the start.</param>
/// <param name="High">Value at the end.</param>
/// <param name="Start">Place of the lowest value.</param>
/// <param name="End">Place of the highest value.</param>
/// <param name="Step">Between ticks.</param>
/// <param name="Format">How ticks are written.</param>
internal sealed record LinearScale(double Low, double High, double Start, double End, double Step, string Format = "0.##") : IScale
{
    /// <summary>A share of 0 to 1, named in percent, from bottom to top.</summary>
    internal static LinearScale Percent(Area area) => new(0, 1, area.Bottom, area.Top, 0.25, "0 %");

    public double At(double value) => Start + ((Math.Clamp(value, Low, High) - Low) / (High - Low) * (End - Start));

    public IEnumerable<(double Value, string Name)> Ticks()
    {
        double first = Math.Ceiling((Low / Step) - 1e-9) * Step;
        for (int i = 0; first + (i * Step) <= High + (1e-9 * Step); i++)
        {
            double value = first + (i * Step);
            yield return (value, value.ToString(Format, CultureInfo.InvariantCulture));
        }
    }
}

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
