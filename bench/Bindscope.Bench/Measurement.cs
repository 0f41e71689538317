namespace Bindscope.Bench;

/// <summary>One row of the table and of results.json.</summary>
/// <param name="Name">The benchmark's name, with a point and more words where it has several rows.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Of the number: "ratio", "ms", "share of the step", ...</param>
/// <param name="Target">What the number should be, such as ">= 5"; null for a number that only explains.</param>
/// <param name="Met">Whether it is; null without a target.</param>
internal sealed record Measurement(string Name, double Value, string Unit, string? Target, bool? Met)
{
    /// <summary>A number without a target.</summary>
    public static Measurement Of(string name, double value, string unit) => new(name, Round(value), unit, null, null);

    /// <summary>A number that should be at least <paramref name="least"/>.</summary>
    public static Measurement AtLeast(double least, string name, double value, string unit) =>
        new(name, Round(value), unit, FormattableString.Invariant($">= {least}"), value >= least);

    /// <summary>A number that should be at most <paramref name="most"/>.</summary>
    public static Measurement AtMost(double most, string name, double value, string unit) =>
        new(name, Round(value), unit, FormattableString.Invariant($"<= {most}"), value <= most);

    /// <summary>Three digits: more would differ from run to run.</summary>
    private static double Round(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 2);
        return unit >= 1 ? Math.Round(value / unit) * unit : Math.Round(value, (int)Math.Round(-Math.Log10(unit)));
    }
}
