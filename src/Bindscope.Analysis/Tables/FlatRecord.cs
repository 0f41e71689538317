using System.Text.Json;

namespace Bindscope.Analysis.Tables;

/// <summary>A JSON object as names with dots and plain values: whole numbers (long), other numbers (double), and text.</summary>
/// <remarks>
/// Of a list of records whose first fields are words or whole numbers and tell them apart, such as <c>hops</c>, that field takes the index's place:
/// <c>byHops.2.correct</c>. Other lists of answers, and long ones, are left out: their entries are no columns.
/// </remarks>
internal sealed class FlatRecord
{
    /// <summary>Lists that are longer are data, not a handful of numbers.</summary>
    private const int Longest = 32;

    private readonly Dictionary<string, object?> values = new(StringComparer.Ordinal);

    /// <summary>Every name, in the order of the JSON.</summary>
    internal IEnumerable<string> Names => values.Keys;

    /// <summary>A value; null where there is none.</summary>
    internal object? this[string name] => values.GetValueOrDefault(name);

    /// <summary>Flattens a document.</summary>
    /// <param name="json">A JSON object.</param>
    /// <param name="isList">Whether every list is taken by index.</param>
    internal static FlatRecord Of(string json, bool isList)
    {
        var record = new FlatRecord();
        using var document = JsonDocument.Parse(json);
        record.Add("", document.RootElement, isList);
        return record;
    }

    /// <summary>Adds what is in a value.</summary>
    /// <param name="name">What its names begin with; empty for nothing.</param>
    /// <param name="value">The value.</param>
    /// <param name="isList">Whether every list is taken by index.</param>
    internal void Add(string name, JsonElement value, bool isList)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject().Where(one => one.Name != "format"))
                {
                    Add(Joined(name, property.Name), property.Value, isList);
                }

                break;
            case JsonValueKind.Array:
                AddList(name, [.. value.EnumerateArray()], isList);
                break;
            case JsonValueKind.Number:
                values[name] = Number(value);
                break;
            case JsonValueKind.Null:
                break;
            default:
                values[name] = value.ToString();
                break;
        }
    }

    /// <summary>Whole numbers that no long holds, such as seeds, stay as they are written: a double would round them.</summary>
    private static object Number(JsonElement value) =>
        value.TryGetInt64(out long whole) ? (object)whole
        : value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? value.GetDouble()
        : value.GetRawText();

    private void AddList(string name, JsonElement[] entries, bool isList)
    {
        string?[] keys = [.. entries.Select(Key)];
        bool areNamed = !isList && entries.Length <= Longest && keys.All(key => key is not null) && keys.Distinct().Count() == keys.Length;
        bool areNumbers = entries.Length <= Longest && entries.All(entry => entry.ValueKind == JsonValueKind.Number);
        for (int i = 0; (areNamed || areNumbers || isList) && i < entries.Length; i++)
        {
            if (areNamed)
            {
                foreach (JsonProperty property in entries[i].EnumerateObject().Skip(1))
                {
                    Add(Joined(Joined(name, keys[i]!), property.Name), property.Value, isList);
                }
            }
            else
            {
                Add(Joined(name, $"{i}"), entries[i], isList);
            }
        }
    }

    /// <summary>What tells a record from its neighbours: its first field, where that is a word or a whole number.</summary>
    private static string? Key(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object
            && entry.EnumerateObject().FirstOrDefault() is { Value: { ValueKind: JsonValueKind.String or JsonValueKind.Number } first }
            && (first.ValueKind == JsonValueKind.String || first.TryGetInt64(out _))
            ? first.ToString()
            : null;

    private static string Joined(string name, string part) => name.Length == 0 ? part : $"{name}.{part}";
}
