using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bindscope.Cli;

/// <summary>Results as JSON: one object on one line, keys in camel case, choices by name, nothing for null.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes one line.</summary>
    public static void WriteJson<T>(this TextWriter writer, T value) => writer.WriteLine(JsonSerializer.Serialize(value, Options));
}
