using System.Globalization;

namespace Bindscope.Bench;

/// <summary>Measurements for people.</summary>
internal static class Table
{
    /// <summary>One line for each measurement.</summary>
    public static void Print(TextWriter writer, IEnumerable<Measurement> measurements)
    {
        foreach (Measurement row in measurements)
        {
            string value = row.Value.ToString("#,0.###", CultureInfo.InvariantCulture);
            string verdict = row.Met switch { true => "met", false => "MISSED", null => "" };
            writer.WriteLine($"{row.Name,-44} {value,12}  {row.Unit,-20} {row.Target,-8} {verdict}".TrimEnd());
        }
    }
}
