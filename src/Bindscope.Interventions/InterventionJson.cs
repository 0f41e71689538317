using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bindscope.Errors;
using Bindscope.Model;

namespace Bindscope.Interventions;

/// <summary>Interventions as JSON, read strictly: unknown, missing and duplicate keys are refused.</summary>
public static class InterventionJson
{
    /// <summary>Camel-case names, enums by name.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>A list of interventions as JSON.</summary>
    /// <param name="interventions">The list.</param>
    /// <returns>A JSON array on one line.</returns>
    public static string Write(IReadOnlyList<Intervention> interventions) => JsonSerializer.Serialize(interventions, Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">A JSON array.</param>
    /// <param name="where">The file that it came from, for messages.</param>
    /// <returns>The interventions.</returns>
    /// <exception cref="UserException">The text is not such a list.</exception>
    public static ImmutableArray<Intervention> Read(string json, string where)
    {
        try
        {
            return [.. JsonSerializer.Deserialize<Intervention[]>(json, Options) ?? throw new JsonException("null is no list of interventions")];
        }
        catch (JsonException error)
        {
            throw new UserException(
                $"{where}: {JsonMistake.Describe(error)}",
                "write an array such as [{\"kind\": \"zero\", \"where\": {\"kind\": \"residual.in\", \"layers\": [1], "
                + "\"positions\": {\"kind\": \"every\"}}}]",
                inner: error);
        }
    }
}

/// <summary>Kinds of site in JSON: by name, such as <c>residual.in</c>; the field's aliases are read too.</summary>
public sealed class SiteKindJson : JsonConverter<SiteKind>
{
    /// <inheritdoc/>
    public override SiteKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        if (name is not null && SiteKinds.TryParse(name, out SiteKind kind))
        {
            return kind;
        }

        string names = string.Join(", ", SiteKinds.All.Select(SiteKinds.NameOf));
        throw new JsonException(name is null ? $"a kind of site is one of {names}" : $"'{name}' is no kind of site; there are {names}");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SiteKind value, JsonSerializerOptions options) =>
        writer.WriteStringValue(SiteKinds.NameOf(value));
}
