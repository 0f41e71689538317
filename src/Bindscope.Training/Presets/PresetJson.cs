using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Bindscope.Errors;

namespace Bindscope.Training.Presets;

/// <summary>Presets as JSON: written whole, read strictly, and changed field by field.</summary>
public static class PresetJson
{
    /// <summary>Camel-case names, enums by name; unknown, missing and duplicate keys are refused.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        WriteIndented = true,
        NewLine = "\n",
    };

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
            return JsonSerializer.Deserialize<Preset>(json, Options)!;
        }
        catch (JsonException e)
        {
            throw new UserException($"{where}: {e.Message}", "`bindscope presets NAME` prints a whole preset to compare with", inner: e);
        }
    }

    /// <summary>A preset with some fields replaced, and validated.</summary>
    /// <param name="preset">The preset to start from.</param>
    /// <param name="config">A JSON object that holds just the fields to replace, or null; lists are replaced whole.</param>
    /// <param name="configName">The file that <paramref name="config"/> came from.</param>
    /// <param name="assignments">Single fields as FIELD=VALUE, such as <c>model.layers=6</c>; applied after <paramref name="config"/>.</param>
    /// <exception cref="UserException">A field does not exist, a value does not fit, or the numbers do not fit together.</exception>
    public static Preset With(Preset preset, string? config, string configName, IEnumerable<string> assignments)
    {
        var root = JsonSerializer.SerializeToNode(preset, Options)!.AsObject();
        var problems = new List<string>();
        if (config is not null)
        {
            Merge(root, Parse(config, configName), configName, "", problems);
        }

        foreach (var assignment in assignments)
        {
            Assign(root, assignment, problems);
        }

        if (problems.Count > 0)
        {
            throw new UserException(
                string.Join("\n  ", problems.Prepend("these fields cannot be set:")), "`bindscope presets NAME` prints every field of a preset");
        }

        return Read(root.ToJsonString(), "the changed preset").Validated();
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
            throw new UserException($"{name}: {e.Message}", "mend the JSON at that place", inner: e);
        }
    }

    private static void Merge(JsonObject into, JsonObject from, string file, string path, List<string> problems)
    {
        foreach (var (key, value) in from)
        {
            if (!into.TryGetPropertyValue(key, out var present))
            {
                problems.Add($"{file}: {path}{key} is not a field; there are {Keys(into)}");
            }
            else if (present is JsonObject inner && value is JsonObject changes)
            {
                Merge(inner, changes, file, $"{path}{key}.", problems);
            }
            else
            {
                into[key] = value?.DeepClone();
            }
        }
    }

    private static void Assign(JsonObject root, string assignment, List<string> problems)
    {
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            problems.Add($"'{assignment}' is not FIELD=VALUE");
            return;
        }

        var path = assignment[..equals].Split('.');
        JsonNode? node = root;
        foreach (var key in path[..^1])
        {
            node = (node as JsonObject)?[key] ?? ((node as JsonArray) is { } list && int.TryParse(key, out var i) && i < list.Count ? list[i] : null);
        }

        if (node is JsonObject parent && parent.ContainsKey(path[^1]))
        {
            parent[path[^1]] = Value(assignment[(equals + 1)..]);
        }
        else
        {
            var near = node is JsonObject at ? $"; there are {Keys(at)}" : "";
            problems.Add($"{assignment[..equals]} is not a field{near}");
        }
    }

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static string Keys(JsonObject node) => string.Join(", ", node.Select(pair => pair.Key));
}
