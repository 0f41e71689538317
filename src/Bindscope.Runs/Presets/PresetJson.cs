using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bindscope.Errors;

namespace Bindscope.Runs.Presets;

/// <summary>Presets as JSON: written whole, read strictly, and changed field by field.</summary>
public static class PresetJson
{
    /// <summary>Camel-case names, enums by name; unknown, missing and duplicate keys are refused, those with a default too
    /// unless they are younger than the format.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireEveryKey } },
    };

    /// <summary>For single fields: a new stage may leave defaults out.</summary>
    private static readonly JsonSerializerOptions Fields = new(Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>The preset as indented JSON.</summary>
    public static string Write(Preset preset) => JsonSerializer.Serialize(preset, Options) + "\n";

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">The text of a whole preset.</param>
    /// <param name="where">The file it came from, for messages.</param>
    /// <exception cref="UserException">The text is not such a preset.</exception>
    public static Preset Read(string json, string where)
    {
        try
        {
            return JsonSerializer.Deserialize<Preset>(json, Options)
                ?? throw new UserException($"{where} holds null", "`bindscope presets NAME` prints a whole preset to compare with");
        }
        catch (JsonException e)
        {
            throw new UserException($"{where}: {JsonMistake.Describe(e)}", "`bindscope presets NAME` prints a whole preset to compare with", inner: e);
        }
    }

    /// <summary>A preset with some fields replaced, and validated.</summary>
    /// <param name="preset">The preset to start from.</param>
    /// <param name="config">A JSON object that holds just the fields to replace, or null; lists are replaced whole. A run's spec.json is
    /// the preset that the run has, in place of <paramref name="preset"/>.</param>
    /// <param name="configName">The file that <paramref name="config"/> came from.</param>
    /// <param name="assignments">Single fields as FIELD=VALUE, such as <c>model.layers=6</c>; applied after
    /// <paramref name="config"/>.</param>
    /// <exception cref="UserException">
    /// Fields do not exist or values are of the wrong kind: the message lists all of them. Or the numbers do not fit together.
    /// </exception>
    public static Preset With(Preset preset, string? config, string configName, IEnumerable<string> assignments)
    {
        JsonObject? given = config is null ? null : Parse(config, configName);
        Preset? whole = given is null ? null : OfRun(given, configName);
        var edit = new PresetEdit(JsonSerializer.SerializeToNode(whole ?? preset, Fields)!.AsObject(), Fields);
        if (given is not null && whole is null)
        {
            edit.Merge(given, configName);
        }

        foreach (var assignment in assignments)
        {
            edit.Assign(assignment);
        }

        return edit.Result().Validated();
    }

    /// <summary>The preset in a run's spec.json; null for another object.</summary>
    private static Preset? OfRun(JsonObject given, string name)
    {
        if (given["preset"] is not { } preset || given["format"] is not { } format)
        {
            return null;
        }

        return JsonNode.DeepEquals(format, RunSpec.CurrentFormat)
            ? Read(preset.ToJsonString(), name)
            : throw new UserException(
                $"{name} is the spec of a run of format {format.ToJsonString()}; this version reads format {RunSpec.CurrentFormat}",
                "begin with the fields of `bindscope presets NAME`");
    }

    private static JsonObject Parse(string config, string name)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            return JsonNode.Parse(config, documentOptions: options) as JsonObject
                ?? throw new UserException($"{name} is not a JSON object", "write the fields to change as {\"model\": {\"layers\": 6}}");
        }
        catch (JsonException e)
        {
            throw new UserException($"{name}: {JsonMistake.Describe(e)}", "mend the JSON at that place", inner: e);
        }
    }

    private static void RequireEveryKey(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => (property.Set, property.AssociatedParameter) is not (null, null)))
        {
            property.IsRequired = property.AttributeProvider?.IsDefined(typeof(MayBeMissingAttribute), inherit: false) != true;
        }
    }
}

/// <summary>Marks a field that runs of an older version do not have in their spec.json; it then has its default.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MayBeMissingAttribute : Attribute;

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
