using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Analysis.Description;

/// <summary>One field of a question: its name in JSON, its option on the command line, and how a value comes from one to the other.</summary>
public sealed class SpecField
{
    private static readonly MethodInfo ListOf = typeof(SpecField).GetMethod(nameof(Listed), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly ImmutableArray<PropertyInfo> path;
    private readonly IFieldForm? form;
    private readonly bool mayBeNull;

    internal SpecField(ImmutableArray<PropertyInfo> path, ParameterInfo parameter, FieldAttribute about)
    {
        this.path = path;
        About = about;
        form = about.Form is null ? null : (IFieldForm)Activator.CreateInstance(about.Form)!;
        Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        Option = about.Option ?? OptionOf(Name);
        HasDefault = parameter.HasDefaultValue;
        Type type = parameter.ParameterType;
        Default = DefaultOf(parameter);
        IsList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);
        mayBeNull = Nullable.GetUnderlyingType(type) is not null || (!type.IsValueType && HasDefault);
        Type = IsList ? type.GetGenericArguments()[0] : Nullable.GetUnderlyingType(type) ?? type;
    }

    /// <summary>What the question's record says of it.</summary>
    public FieldAttribute About { get; }

    /// <summary>As JSON has it: <c>fitPrograms</c>.</summary>
    public string Name { get; }

    /// <summary>As the command line has it: <c>--fit-programs</c>.</summary>
    public string Option { get; }

    /// <summary>The type of a value, or of one of a list's.</summary>
    public Type Type { get; }

    /// <summary>Whether it holds several values.</summary>
    public bool IsList { get; }

    /// <summary>Whether it is the checkpoint that the question is about.</summary>
    public bool IsStep => About.Form == typeof(StepForm) && !IsList;

    /// <summary>The type of the option's value.</summary>
    public Type OptionType => About.Flag is not null ? typeof(bool)
        : (form is null ? Type : typeof(string)) is var one && IsList ? one.MakeArrayType()
        : one;

    internal bool HasDefault { get; }

    internal object? Default { get; }

    /// <summary>The value in a question.</summary>
    /// <param name="spec">The question.</param>
    public object? ValueOf(object spec) => path.Aggregate((object?)spec, (owner, property) => property.GetValue(owner));

    /// <summary>The option's value that says the same as a question's.</summary>
    /// <param name="spec">The question.</param>
    public object? OptionValueOf(object spec)
    {
        object? value = ValueOf(spec);
        return About.Flag is { } flag ? value?.ToString() == flag
            : IsList ? null
            : form is not null ? form.Write(value) is { Length: > 0 } text ? text : null
            : value;
    }

    /// <summary>Reads what was given on the command line.</summary>
    /// <param name="given">A value of <see cref="OptionType"/>; null for none.</param>
    /// <param name="run">The run that is asked.</param>
    /// <returns>The field's value, where one was given.</returns>
    /// <exception cref="UserException">It is no such value.</exception>
    public (bool IsGiven, object? Value) Read(object? given, Run run)
    {
        switch (given)
        {
            case null or false or "" or Array { Length: 0 }:
                return (false, null);
            case true when About.Flag is { } flag:
                return (true, Enum.Parse(Type, flag));
            case Array several:
                object?[] values = form is null
                    ? [.. several.Cast<object?>()]
                    : [.. several.Cast<string>().SelectMany(Split).Select(word => Read(form, word, run))];
                return (true, ListOf.MakeGenericMethod(Type).Invoke(null, [values]));
            default:
                return (true, form is null ? given : Read(form, (string)given, run));
        }
    }

    /// <summary>The values that stand in one word of the command line.</summary>
    /// <param name="word">The word.</param>
    public IEnumerable<string> Split(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return About.Separators.Length == 0
            ? [word] : word.Split(About.Separators.ToCharArray(), StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The arguments that ask for the value in a question that is stored.</summary>
    /// <param name="spec">A spec.json.</param>
    /// <returns>Words of a shell; none where the question has no such value.</returns>
    internal IEnumerable<string> Arguments(JsonElement spec)
    {
        if (Find(spec) is not { } value)
        {
            return [];
        }

        try
        {
            return Arguments(value.Deserialize(path[^1].PropertyType, AnalysisFolder.Options));
        }
        catch (JsonException)
        {
            // Written by another version, whose values are not known here.
            return [];
        }
    }

    /// <summary>Whether a question that is stored has this field; one of an older build may lack it.</summary>
    /// <param name="spec">A spec.json.</param>
    internal bool IsIn(JsonElement spec) => Find(spec) is not null;

    /// <summary>The arguments that ask for a value.</summary>
    internal IEnumerable<string> Arguments(object? value) => value switch
    {
        _ when About.Flag is { } flag => value?.ToString() == flag ? [Option] : [],
        null when TextOf(null).Length == 0 => [],
        IEnumerable several when IsList => several.Cast<object?>().Select(one => ShellWord.Of(TextOf(one))).ToArray() is { Length: > 0 } words
            ? [Option, .. words] : [],
        _ => [Option, ShellWord.Of(TextOf(value))],
    };

    /// <summary>One value as it is written on the command line.</summary>
    internal string TextOf(object? value) => form?.Write(value)
        ?? (value is Enum ? value.ToString()!.ToLowerInvariant() : string.Format(CultureInfo.InvariantCulture, "{0}", value));

    internal IEnumerable<string> Problems(object spec)
    {
        object? value = ValueOf(spec);
        IEnumerable<object> values = value is IEnumerable several and not string ? several.Cast<object>() : value is null ? [] : [value];
        return values.Where(one => one is int or ulong or double).Where(one => !IsInRange(Convert.ToDouble(one, CultureInfo.InvariantCulture)))
            .Select(one => FormattableString.Invariant($"{Name} {(IsList ? "holds" : "is")} {one}; it must be {Range()}"));
    }

    /// <summary>The values that it may have, in words.</summary>
    /// <returns>Such as <c>at least 1</c>; empty where all are allowed.</returns>
    public string Range() => FormattableString.Invariant((About.Least, About.Above, About.Most) switch
    {
        ( > double.NegativeInfinity, _, < double.PositiveInfinity) => $"{About.Least} to {About.Most}",
        (_, > double.NegativeInfinity, < double.PositiveInfinity) => $"above {About.Above} and at most {About.Most}",
        ( > double.NegativeInfinity, _, _) => $"at least {About.Least}",
        (_, > double.NegativeInfinity, _) => $"above {About.Above}",
        _ => $"",
    });

    private JsonElement? Find(JsonElement spec)
    {
        foreach (PropertyInfo property in path)
        {
            if (spec.ValueKind != JsonValueKind.Object || !spec.TryGetProperty(JsonNamingPolicy.CamelCase.ConvertName(property.Name), out spec))
            {
                return null;
            }
        }

        return spec;
    }

    private object? Read(IFieldForm reader, string word, Run run) => reader.Read(word, run)
        ?? (mayBeNull ? null : throw new UserException($"{Option} takes one checkpoint at a time, not '{word}'", $"write {Option} last, or a step"));

    private bool IsInRange(double value) => Range().Length == 0
        || (double.IsFinite(value) && value >= About.Least && value > About.Above && value <= About.Most);

    private static object? DefaultOf(ParameterInfo parameter) => parameter is { HasDefaultValue: true, RawDefaultValue: { } value }
        ? parameter.ParameterType.IsEnum ? Enum.ToObject(parameter.ParameterType, value) : value
        : null;

    private static string OptionOf(string name)
    {
        var text = new StringBuilder("--");
        foreach (char letter in name)
        {
            text.Append(char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : letter);
        }

        return text.ToString();
    }

    private static ImmutableArray<T> Listed<T>(IEnumerable<object?> values) => [.. values.Cast<T>()];
}

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
