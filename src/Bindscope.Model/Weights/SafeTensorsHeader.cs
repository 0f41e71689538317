using System.Text.Json;

namespace Bindscope.Model.Weights;

/// <summary>
/// The JSON at the start of a safetensors file. Reading refuses whatever the format does not allow: unknown or repeated keys, wrong
/// types, sizes that do not fit the shape, holes, overlaps, bytes that belong to nothing. It throws <see cref="FormatException"/>.
/// </summary>
internal sealed record SafeTensorsHeader(IReadOnlyList<TensorEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    internal const string MetadataKey = "__metadata__";

    /// <summary>Reads a header.</summary>
    /// <param name="json">UTF-8, with the spaces that pad it.</param>
    /// <param name="dataLength">Bytes that follow it in the file.</param>
    internal static SafeTensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return Parse(document, dataLength);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"its header is not JSON (byte {exception.BytePositionInLine})", exception);
        }
        catch (InvalidOperationException exception)
        {
            // The parser leaves the bytes of a string alone until they are asked for.
            throw new FormatException("its header holds text that is not Unicode", exception);
        }
    }

    /// <summary>The header's bytes, padded with spaces to a multiple of 8, metadata first and sorted by key.</summary>
    internal byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            WriteMetadata(writer);
            foreach (TensorEntry entry in Entries)
            {
                writer.WriteStartObject(entry.Name);
                writer.WriteString("dtype", TensorTypes.NameOf(entry.Type));
                WriteNumbers(writer, "shape", entry.Shape);
                WriteNumbers(writer, "data_offsets", [entry.Begin, entry.End]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        while (stream.Length % 8 != 0)
        {
            stream.WriteByte((byte)' ');
        }

        return stream.ToArray();
    }

    private static SafeTensorsHeader Parse(JsonDocument document, long dataLength)
    {
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("its header is not a JSON object");
        }

        var entries = new List<TensorEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                throw new FormatException($"its header names '{property.Name}' twice");
            }

            if (property.Name == MetadataKey)
            {
                ReadMetadata(property.Value, metadata);
            }
            else
            {
                entries.Add(ReadEntry(property.Name, property.Value));
            }
        }

        CheckContiguous(entries, dataLength);
        return new SafeTensorsHeader(entries, metadata);
    }

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"'{MetadataKey}' is not an object");
        }

        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                throw new FormatException($"'{MetadataKey}.{property.Name}' is not a string");
            }

            if (!metadata.TryAdd(property.Name, property.Value.GetString()!))
            {
                throw new FormatException($"'{MetadataKey}' names '{property.Name}' twice");
            }
        }
    }

    private static TensorEntry ReadEntry(string name, JsonElement value)
    {
        string[] keys = value.ValueKind == JsonValueKind.Object ? [.. value.EnumerateObject().Select(property => property.Name)] : [];
        if (keys.Length != 3 || !keys.Order(StringComparer.Ordinal).SequenceEqual(["data_offsets", "dtype", "shape"]))
        {
            throw new FormatException($"tensor '{name}' needs exactly the keys dtype, shape and data_offsets");
        }

        JsonElement dtype = value.GetProperty("dtype");
        StoredType type = TensorTypes.Parse(dtype.ValueKind == JsonValueKind.String ? dtype.GetString() : null)
            ?? throw new FormatException(
                $"tensor '{name}' has the type {dtype.GetRawText()}; known are {TensorTypes.Names}: save it as float32");
        long[] shape = Numbers(name, "shape", value.GetProperty("shape"));
        long[] offsets = Numbers(name, "data_offsets", value.GetProperty("data_offsets"));
        if (offsets.Length != 2 || offsets[1] - offsets[0] != Bytes(name, type, shape))
        {
            throw new FormatException($"tensor '{name}' has data_offsets that do not fit its type and shape");
        }

        return new TensorEntry(name, type, shape, offsets[0], offsets[1]);
    }

    private static long[] Numbers(string name, string key, JsonElement value)
    {
        long[] numbers = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Number)] : [-1];
        return numbers.All(number => number >= 0)
            ? numbers
            : throw new FormatException($"tensor '{name}': {key} is not a list of whole numbers from 0");

        static long Number(JsonElement item) => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long number) ? number : -1;
    }

    private static long Bytes(string name, StoredType type, long[] shape)
    {
        try
        {
            return shape.Aggregate((long)TensorTypes.Size(type), (product, size) => checked(product * size));
        }
        catch (OverflowException exception)
        {
            throw new FormatException($"tensor '{name}' is too large", exception);
        }
    }

    private static void CheckContiguous(List<TensorEntry> entries, long dataLength)
    {
        long end = 0;
        foreach (TensorEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end)
            {
                throw new FormatException($"tensor '{entry.Name}' starts at byte {entry.Begin}, where byte {end} is due");
            }

            end = entry.End;
            if (end > dataLength)
            {
                throw new FormatException($"it is truncated inside tensor '{entry.Name}'");
            }
        }

        if (end != dataLength)
        {
            throw new FormatException($"it has {dataLength - end} bytes after its last tensor");
        }
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string key, IEnumerable<long> numbers)
    {
        writer.WriteStartArray(key);
        foreach (long number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }

    private void WriteMetadata(Utf8JsonWriter writer)
    {
        if (Metadata.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(MetadataKey);
        foreach ((string key, string value) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }
}
