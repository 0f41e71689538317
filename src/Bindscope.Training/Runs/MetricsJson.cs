using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bindscope.Training.Runs;

/// <summary>The line format of <c>metrics.jsonl</c>: camel-case keys in the order of <see cref="Evaluation"/>'s parameters.</summary>
/// <remarks>Numbers are written as their shortest decimal form that reads back to the same bits, in any culture.</remarks>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Evaluation))]
internal sealed partial class MetricsJson : JsonSerializerContext
{
    public static string Write(Evaluation evaluation) => JsonSerializer.Serialize(evaluation, Default.Evaluation);

    /// <exception cref="JsonException">The text is no JSON, a key is unknown, missing or double, or a value has the wrong type.</exception>
    public static Evaluation Read(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, Strict.Evaluation) ?? throw new JsonException("The line holds null.");

    private static readonly MetricsJson Strict = new(new JsonSerializerOptions(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    });
}
