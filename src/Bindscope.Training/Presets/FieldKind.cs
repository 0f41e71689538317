using System.Text.Json;

namespace Bindscope.Training.Presets;

/// <summary>Says in words what a field accepts.</summary>
internal static class FieldKind
{
    public static string Of(Type type)
    {
        if (type.IsEnum)
        {
            return "one of " + string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName));
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 => "a whole number of at most 32 bits",
            TypeCode.UInt64 => "a whole number from 0 to 2^64 - 1",
            TypeCode.Double => "a number",
            TypeCode.String => "text",
            _ => type.IsGenericType ? "a list" : "an object with its own fields",
        };
    }
}
