using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bindscope.Model;

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

        throw new JsonException(
            name is null ? $"a kind of site is one of {SiteKinds.Listed}" : $"'{name}' is no kind of site; there are {SiteKinds.Listed}");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SiteKind value, JsonSerializerOptions options) =>
        writer.WriteStringValue(SiteKinds.NameOf(value));
}
