using System.Globalization;
using System.Text.Json;

namespace Bindscope.Errors;

/// <summary>Says what is wrong with a JSON file in words that do without the program's own types.</summary>
public static class JsonMistake
{
    private const string LineNumber = " LineNumber: ";
    private const string Path = " Path: ";

    /// <summary>What is wrong and where: the path of the key, the words, line and column from 1.</summary>
    /// <param name="failure">What reading threw; of anything but a <see cref="JsonException"/>, such as a file that is not there, its own message.</param>
    public static string Describe(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure is not JsonException mistake)
        {
            return failure.Message;
        }

        string place = mistake is { LineNumber: { } line, BytePositionInLine: { } column }
            ? string.Create(CultureInfo.InvariantCulture, $" (line {line + 1}, column {column + 1})")
            : "";
        return Words(mistake) + place;
    }

    /// <summary>What is wrong, with the path of the key but without line and column.</summary>
    /// <param name="mistake">What reading threw.</param>
    public static string Words(JsonException mistake)
    {
        ArgumentNullException.ThrowIfNull(mistake);
        string message = WithoutPlace(mistake.Message);
        string[] quoted = message.Split('\'');
        string place = mistake.Path is { Length: > 1 } path ? path[1..].TrimStart('.') : "";

        // Of a key that there is none, the path ends at the object that has it.
        if (Says("could not be mapped") && !place.EndsWith(quoted[1], StringComparison.Ordinal))
        {
            place += place.Length > 0 ? "." + quoted[1] : quoted[1];
        }

        return (place.Length > 0 ? place + ": " : "") + message switch
        {
            _ when Says("could not be mapped") => $"there is no key '{quoted[1]}' here",
            _ when Says("Duplicate property") => $"the key '{quoted[1]}' is there twice",
            _ when Says("missing required properties") => "missing: " + string.Join(", ", quoted.Skip(3).Where((_, i) => i % 2 == 0)),
            _ when Says("could not be converted") => "the value is of another kind",
            _ when Says("doesn't allow null") => "the value must not be null",
            _ when Says("trailing comma") => "there is a comma after the last entry",
            _ when Says("does not contain any JSON tokens") => "there is no JSON in it",
            _ when Says("reached end of data") => "it is cut off",
            _ => message.TrimEnd('.'),
        };

        bool Says(string words) => message.Contains(words, StringComparison.Ordinal);
    }

    /// <summary>The reader appends path and place, counted from 0, to its message.</summary>
    private static string WithoutPlace(string message)
    {
        int end = message.IndexOf(Path, StringComparison.Ordinal) is >= 0 and int path ? path : message.IndexOf(LineNumber, StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
