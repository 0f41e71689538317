using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bindscope.Analysis.Roles;
using Bindscope.Web;

namespace Bindscope.Tests.Web.Contract;

/// <summary>Holds the contract's types against the records, as the records are written to JSON.</summary>
internal sealed class ContractComparison(IReadOnlyDictionary<string, ContractType> types, Func<Type, string?> nameOf)
{
    private readonly List<string> problems = [];
    private readonly NullabilityInfoContext nullability = new();

    internal IReadOnlyList<string> Problems => problems;

    /// <summary>Compares a record's fields with those of an interface.</summary>
    internal void Compare(string name, Type record)
    {
        if (types.GetValueOrDefault(name) is ContractType.Fields fields)
        {
            CompareFields(name, fields, record);
        }
        else
        {
            problems.Add($"{name} is no interface of the contract");
        }
    }

    private void CompareFields(string name, ContractType.Fields fields, Type record)
    {
        var options = new JsonSerializerOptions(SiteJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        var written = options.GetTypeInfo(record).Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        foreach (string missing in written.Keys.Where(key => !fields.Of.ContainsKey(key)))
        {
            problems.Add($"{name}.{missing} is missing in the contract");
        }

        foreach ((string key, ContractField field) in fields.Of)
        {
            if (!written.TryGetValue(key, out JsonPropertyInfo? property))
            {
                problems.Add($"{name}.{key} is no property of {record.Name}");
                continue;
            }

            var info = (PropertyInfo)property.AttributeProvider!;
            bool isNullable = Nullable.GetUnderlyingType(property.PropertyType) is not null
                || (!property.PropertyType.IsValueType && nullability.Create(info).ReadState == NullabilityState.Nullable);
            CompareType($"{name}.{key}", field, property.PropertyType, isNullable);
        }
    }

    private void CompareType(string where, ContractField field, Type type, bool isNullable)
    {
        ContractType bare = WithoutNull(field.Type, out bool saysNull);
        // What earlier versions did not write may be optional all the same.
        bool isWrong = isNullable ? !saysNull && !field.IsOptional : saysNull;
        if (isWrong && !IsUnknown(bare))
        {
            problems.Add($"{where} {(isNullable ? "may be null, and the contract does not say so" : "is never null, and the contract says it may be")}");
        }

        CompareKind(where, bare, Nullable.GetUnderlyingType(type) ?? type);
    }

    private void CompareKind(string where, ContractType written, Type type)
    {
        if (IsUnknown(written) || (type == typeof(JsonElement) && written is ContractType.Name))
        {
            return;
        }

        if (ElementOf(type) is { } element)
        {
            if (written is ContractType.List list)
            {
                CompareType($"{where}[]", new ContractField(list.Of, false), element, Nullable.GetUnderlyingType(element) is not null);
            }
            else
            {
                problems.Add($"{where} is a list");
            }

            return;
        }

        ContractType resolved = Resolved(written);
        string? expected = KindOf(type);
        switch (expected, resolved)
        {
            case ("enum", ContractType.Union or ContractType.Literal):
                CompareMembers(where, resolved, type);
                break;
            case ("enum", ContractType.Name { Text: "string" }):
                break;
            case ("record", ContractType.Fields fields):
                if (written is ContractType.Name named && nameOf(type) is { } name && named.Text != name)
                {
                    problems.Add($"{where} is {named.Text}, the record is {name}");
                }

                // Interfaces are compared once each; only what is written in place is compared here.
                if (written is ContractType.Fields)
                {
                    CompareFields(where, fields, type);
                }

                break;
            case ("string", ContractType.Union union) when union.Of.All(member => member is ContractType.Literal):
                break;
            case var (kind, simple) when simple is ContractType.Name same && same.Text == kind:
                break;
            default:
                problems.Add($"{where} is {expected} in C#, {resolved} in the contract");
                break;
        }
    }

    private void CompareMembers(string where, ContractType written, Type type)
    {
        string[] says = [.. (written is ContractType.Union union ? union.Of : [written]).OfType<ContractType.Literal>().Select(one => one.Text)];
        string[] has = [.. Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)];
        if (!says.Order(StringComparer.Ordinal).SequenceEqual(has.Order(StringComparer.Ordinal)))
        {
            problems.Add($"{where} is one of {string.Join(", ", says)}; {type.Name} has {string.Join(", ", has)}");
        }
    }

    private ContractType Resolved(ContractType type) =>
        type is ContractType.Name name && types.TryGetValue(name.Text, out ContractType? found) ? Resolved(found) : type;

    private static ContractType WithoutNull(ContractType type, out bool saysNull)
    {
        if (type is not ContractType.Union union || !union.Of.Contains(new ContractType.Name("null")))
        {
            saysNull = false;
            return type;
        }

        saysNull = true;
        ContractType[] others = [.. union.Of.Where(member => member != new ContractType.Name("null"))];
        return others.Length == 1 ? others[0] : new ContractType.Union(others);
    }

    private static bool IsUnknown(ContractType type) => type is ContractType.Name { Text: "unknown" };

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(ImmutableArray<>) || definition == typeof(IReadOnlyList<>)) ? type.GetGenericArguments()[0]
        : null;

    private static string KindOf(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => "enum",
        _ when type == typeof(TokenRole) => "string",
        TypeCode.Boolean => "boolean",
        TypeCode.String or TypeCode.Char => "string",
        TypeCode.Object => "record",
        _ => "number",
    };
}
