using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Bindscope.Runs;

/// <summary>The numbers of a JSON text.</summary>
public static class JsonNumbers
{
    /// <summary>Rounds fractions to significant digits where that is shorter; integers and all that is no number stay as they are.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="digits">1 to 17.</param>
    /// <returns>UTF-8.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] Rounded(byte[] json, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 17);
        var rounded = new ArrayBufferWriter<byte>(json.Length);
        var reader = new Utf8JsonReader(json);
        int copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number && reader.ValueSpan.IndexOfAny(".eE"u8) >= 0 && Fewer(reader.ValueSpan, digits) is { } fewer)
            {
                int start = (int)reader.TokenStartIndex;
                rounded.Write(json.AsSpan(copied, start - copied));
                rounded.Write(fewer);
                copied = start + reader.ValueSpan.Length;
            }
        }

        rounded.Write(json.AsSpan(copied));
        return rounded.WrittenSpan.ToArray();
    }

    /// <summary>The number with so many digits, or null where that is no shorter.</summary>
    private static byte[]? Fewer(ReadOnlySpan<byte> number, int digits)
    {
        _ = Utf8Parser.TryParse(number, out double value, out _);
        byte[] fewer = Encoding.ASCII.GetBytes(value.ToString($"G{digits}", CultureInfo.InvariantCulture));
        return fewer.Length < number.Length ? fewer : null;
    }
}
