using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Bindscope.Analysis.Description;

/// <summary>The fields of a question's record, those of records within it too.</summary>
public sealed class SpecRecord
{
    private static readonly ConcurrentDictionary<Type, SpecRecord> Known = new();

    private readonly ConstructorInfo constructor;
    private readonly (PropertyInfo Property, SpecField? Field, SpecRecord? Inner)[] parts;

    private SpecRecord(Type type, ImmutableArray<PropertyInfo> outer)
    {
        constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        parts =
        [
            .. constructor.GetParameters().Select(parameter =>
            {
                PropertyInfo property = type.GetProperty(parameter.Name!)!;
                FieldAttribute? about = parameter.GetCustomAttribute<FieldAttribute>();
                SpecField? field = about is null ? null : new SpecField([.. outer, property], parameter, about);
                bool isRecord = about is null && property.PropertyType.GetMethod("<Clone>$") is not null;
                return (property, field, isRecord ? new SpecRecord(property.PropertyType, [.. outer, property]) : null);
            }),
        ];
        Fields = [.. parts.SelectMany(part => part.Field is { } field ? [field] : part.Inner?.Fields ?? [])];
    }

    /// <summary>The fields that are described, in their order.</summary>
    public ImmutableArray<SpecField> Fields { get; }

    /// <summary>The fields of a record.</summary>
    /// <param name="type">The record.</param>
    public static SpecRecord Of(Type type) => Known.GetOrAdd(type, static one => new SpecRecord(one, []));

    /// <summary>A copy of a question with other values.</summary>
    /// <param name="spec">The question.</param>
    /// <param name="value">A field's value; null to leave it as it is.</param>
    public object With(object spec, Func<SpecField, (bool IsGiven, object? Value)> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return constructor.Invoke([.. parts.Select(part => part switch
        {
            { Field: { } field } when value(field) is (true, var given) => given,
            { Inner: { } inner } => inner.With(part.Property.GetValue(spec)!, value),
            _ => part.Property.GetValue(spec),
        })]);
    }

    /// <summary>Lists the fields that are out of their ranges.</summary>
    /// <param name="spec">The question.</param>
    /// <returns>One sentence a problem.</returns>
    public IEnumerable<string> Problems(object spec) => Fields.SelectMany(field => field.Problems(spec));
}
