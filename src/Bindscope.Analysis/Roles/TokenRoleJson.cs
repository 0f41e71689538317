using System.Text.Json;
using System.Text.Json.Serialization;
using Bindscope.Errors;

namespace Bindscope.Analysis.Roles;

/// <summary>Roles as their text.</summary>
internal sealed class TokenRoleJson : JsonConverter<TokenRole>
{
    public override TokenRole Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return TokenRole.Parse(reader.GetString() ?? string.Empty);
        }
        catch (UserException wrong)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }

    public override void Write(Utf8JsonWriter writer, TokenRole value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
