using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bindscope.Runs.Presets;
using Bindscope.Web;

namespace Bindscope.Tests.Code;

/// <summary>
/// Writes records as TypeScript interfaces, as their JSON is: the same names, the same kinds, null where they may be null, and a question mark where
/// a reader accepts that they are missing.
/// </summary>
internal sealed class ContractWriter
{
    private const int Width = 150;

    private readonly SortedDictionary<string, (Type Of, string Text)> declared = new(StringComparer.Ordinal);
    private readonly NullabilityInfoContext nullability = new();
    private readonly Documentation documentation = new();

    /// <summary>Takes a record and all that it holds.</summary>
    /// <param name="record">The record.</param>
    /// <param name="options">How it becomes JSON.</param>
    internal void Add(Type record, JsonSerializerOptions options) => Name(record, options);

    /// <summary>Every declaration, by name.</summary>
    internal string Text() => string.Join('\n', declared.Values.Select(one => one.Text));

    private string Name(Type type, JsonSerializerOptions options)
    {
        string name = NameOf(type);
        if (declared.TryGetValue(name, out (Type Of, string) known))
        {
            return known.Of == type
                ? name
                : throw new InvalidOperationException($"{known.Of.FullName} and {type.FullName} both reach the pages as {name}; rename one of them");
        }

        declared.Add(name, (type, ""));
        declared[name] = (type, Comment(documentation.Summary(type), "") + Declaration(type, options));
        return name;
    }

    /// <summary>One case of a union carries the union's name: Same of TokenPositions is another than Same of TokenEdges.</summary>
    private static string NameOf(Type type) =>
        type.DeclaringType is { } union && union.IsDefined(typeof(JsonPolymorphicAttribute)) ? union.Name + type.Name : type.Name;

    private string Declaration(Type type, JsonSerializerOptions options)
    {
        if (type.GetCustomAttribute<JsonPolymorphicAttribute>() is { } union)
        {
            IEnumerable<string> cases = type.GetCustomAttributes<JsonDerivedTypeAttribute>()
                .Select(one => $"\n  | ({{ {union.TypeDiscriminatorPropertyName}: '{one.TypeDiscriminator}' }} & {Name(one.DerivedType, options)})");
            return $"export type {type.Name} ={string.Concat(cases)};\n";
        }

        if (type.IsEnum)
        {
            string[] members = [.. Enum.GetValuesAsUnderlyingType(type).Cast<object>()
                .Select(value => JsonSerializer.Serialize(Enum.ToObject(type, value), type, options).Replace('"', '\''))];
            string line = $"export type {type.Name} = {string.Join(" | ", members)};\n";
            return line.Length <= Width ? line : $"export type {type.Name} =\n  | {string.Join("\n  | ", members)};\n";
        }

        if (type.IsDefined(typeof(JsonConverterAttribute)))
        {
            return $"export type {type.Name} = string;\n";
        }

        var text = new StringBuilder($"export interface {NameOf(type)} {{\n");
        foreach (JsonPropertyInfo property in options.GetTypeInfo(type).Properties.Where(IsWritten))
        {
            var member = (PropertyInfo)property.AttributeProvider!;
            if (member.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Always })
            {
                continue;
            }

            text.Append(Comment(documentation.Summary(member), "  "));
            bool isLeftOut = member.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition == JsonIgnoreCondition.WhenWritingNull;
            bool isRequired = !isLeftOut && (property.IsRequired || type.IsValueType || (property.Set, property.AssociatedParameter) is (null, null));
            string kind = member.GetCustomAttribute<HoldsAttribute>() is { } holds ? Held(member, holds.Type, options)
                : Kind(nullability.Create(member), Of(member, options), isLeftOut);
            text.Append("  ").Append(property.Name).Append(isRequired ? "" : "?").Append(": ").Append(kind).Append(";\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>Whether a property stands in the JSON: not the kind of a union's case, which the union says, nor what is left out.</summary>
    private static bool IsWritten(JsonPropertyInfo property) => property.AttributeProvider is PropertyInfo member
        && member.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always };

    /// <summary>A member that says its own converter is written by it.</summary>
    private static JsonSerializerOptions Of(PropertyInfo member, JsonSerializerOptions options)
    {
        if (member.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType is not { } converter)
        {
            return options;
        }

        var own = new JsonSerializerOptions(options);
        own.Converters.Insert(0, (JsonConverter)Activator.CreateInstance(converter)!);
        return own;
    }

    /// <summary>JSON that is passed on as it stands in a file, and what that file is written from.</summary>
    private string Held(PropertyInfo member, Type type, JsonSerializerOptions options)
    {
        string name = Name(type, type.Assembly == typeof(Preset).Assembly ? PresetJson.Options : options);
        return member.PropertyType == typeof(JsonElement) ? name : Element(member.PropertyType) is null ? $"{name} | null" : $"readonly {name}[]";
    }

    private string Kind(NullabilityInfo info, JsonSerializerOptions options, bool isNeverNull = false)
    {
        Type type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        string kind = Element(type) is not null ? List(info.ElementType ?? info.GenericTypeArguments[0], options)
            : type == typeof(bool) ? "boolean"
            : type == typeof(string) || type == typeof(char) ? "string"
            : type == typeof(JsonElement) ? "unknown"
            : type.IsPrimitive ? "number"
            : Name(type, options);
        return info.ReadState == NullabilityState.Nullable && !isNeverNull && kind != "unknown" ? $"{kind} | null" : kind;
    }

    private string List(NullabilityInfo element, JsonSerializerOptions options)
    {
        string kind = Kind(element, options);
        return kind.Contains(' ', StringComparison.Ordinal) ? $"readonly ({kind})[]" : $"readonly {kind}[]";
    }

    private static Type? Element(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(ImmutableArray<>) || definition == typeof(IReadOnlyList<>)) ? type.GetGenericArguments()[0]
        : null;

    internal static string Comment(string summary, string indent)
    {
        if (summary.Length + indent.Length + 7 <= Width)
        {
            return summary.Length == 0 ? "" : $"{indent}/** {summary} */\n";
        }

        var text = new StringBuilder($"{indent}/**\n{indent} *");
        int column = indent.Length + 2;
        foreach (string word in summary.Split(' '))
        {
            if (column + word.Length + 1 > Width)
            {
                text.Append($"\n{indent} *");
                column = indent.Length + 2;
            }

            text.Append(' ').Append(word);
            column += word.Length + 1;
        }

        return text.Append($"\n{indent} */\n").ToString();
    }
}
