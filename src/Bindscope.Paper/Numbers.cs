using System.Globalization;

namespace Bindscope.Paper;

/// <summary>Numbers as people read them.</summary>
internal static class Numbers
{
    /// <summary>A share in percent, with as many decimals as tell it from 0 and from 100.</summary>
    internal static string Percent(double share)
    {
        double distance = Math.Min(Math.Abs(share), Math.Abs(1 - share));
        string format = distance is > 0 and < 0.0095 ? "0.00" : distance is > 0 and < 0.0995 ? "0.0" : "0";
        string text = (100 * share).ToString(format, CultureInfo.InvariantCulture);
        // 99.999 is not all.
        return (text is "100.00" && share < 1 ? "99.99" : text) + " %";
    }

    /// <summary>A difference of shares in percentage points, with its sign.</summary>
    internal static string Points(double difference) =>
        (100 * difference).ToString("+0;-0;0", CultureInfo.InvariantCulture).Replace('-', '\u2212') + " points";

    /// <summary>A share in percent, with as many decimals as the paper states it with.</summary>
    internal static string Stated(double share) => Plain(100 * share) + " %";

    internal static string Plain(double value) => value.ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '\u2212');

    internal static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The names of a text's list: a, b and c.</summary>
    internal static string List(IReadOnlyList<string> parts) => parts.Count switch
    {
        0 => "none",
        1 => parts[0],
        _ => string.Join(", ", parts.Take(parts.Count - 1)) + " and " + parts[^1],
    };
}
