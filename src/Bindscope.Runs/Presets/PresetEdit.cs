using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Bindscope.Errors;

namespace Bindscope.Runs.Presets;

/// <summary>Changes a preset's JSON field by field and collects whatever cannot be changed, so that it is said all at once.</summary>
/// <param name="root">The whole preset; changed in place.</param>
/// <param name="options">How it is read.</param>
internal sealed class PresetEdit(JsonObject root, JsonSerializerOptions options)
{
    private readonly List<string> problems = [];

    /// <summary>Takes over every field of an object; lists are replaced whole.</summary>
    public void Merge(JsonObject changes, string file) => Merge(root, changes, file + ": ", typeof(Preset), "");

    /// <summary>Sets one field from FIELD=VALUE; elements of lists go by their index, as curriculum.0 or, as messages have it, curriculum[0].</summary>
    public void Assign(string assignment)
    {
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            problems.Add($"'{assignment}' is not FIELD=VALUE");
            return;
        }

        var path = assignment[..equals].Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        JsonNode parent = root;
        var type = typeof(Preset);
        foreach (var key in path[..^1])
        {
            if (Child(parent, key) is not { } child)
            {
                Unknown("", assignment[..equals], key, parent);
                return;
            }

            (parent, type) = (child, TypeOf(type, key));
        }

        if (IsComputed(type, path[^1]))
        {
            problems.Add($"{assignment[..equals]} follows from the other fields");
        }
        else if (Has(parent, path[^1]))
        {
            var wanted = TypeOf(type, path[^1]);
            Set(parent, path[^1], Value(assignment[(equals + 1)..], wanted), assignment[..equals], wanted);
        }
        else
        {
            Unknown("", assignment[..equals], path[^1], parent);
        }
    }

    /// <summary>The changed preset.</summary>
    /// <exception cref="UserException">Some field could not be changed; the message lists all of them.</exception>
    public Preset Result() => problems.Count == 0
        ? root.Deserialize<Preset>(options)!
        : throw new UserException(
            string.Join("\n  - ", problems.Prepend("these fields cannot be set:")),
            "`bindscope presets NAME` prints every field of a preset");

    private void Merge(JsonObject into, JsonObject changes, string file, Type type, string path)
    {
        foreach (var (key, value) in changes)
        {
            if (IsComputed(type, key))
            {
                // A whole preset, as it was printed, has these keys too.
                continue;
            }

            if (!into.TryGetPropertyValue(key, out var present))
            {
                Unknown(file, path + key, key, into);
            }
            else if (present is JsonObject inner && value is JsonObject deeper)
            {
                Merge(inner, deeper, file, TypeOf(type, key), $"{path}{key}.");
            }
            else
            {
                Set(into, key, value?.DeepClone(), file + path + key, TypeOf(type, key));
            }
        }
    }

    /// <summary>Sets a field, unless the whole preset could not be read with it.</summary>
    private void Set(JsonNode parent, string key, JsonNode? value, string name, Type type)
    {
        var before = Child(parent, key)?.DeepClone();
        Put(parent, key, value);
        try
        {
            _ = root.Deserialize<Preset>(options);
        }
        catch (JsonException e)
        {
            var why = value is JsonObject or JsonArray ? JsonMistake.Describe(e) : $"it wants {FieldKind.Of(type)}";
            problems.Add($"{name} cannot be {value?.ToJsonString() ?? "null"}: {why}");
            Put(parent, key, before);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Half of a surrogate pair, as an escape of JSON or from the shell.
            problems.Add($"{name} holds text that is not Unicode");
            Put(parent, key, before);
        }
    }

    private void Unknown(string file, string name, string key, JsonNode parent)
    {
        var near = parent is not JsonObject siblings ? ""
            : Spelling.Nearest(key, siblings.Select(pair => pair.Key)) is { } nearest ? $"; did you mean {nearest}?"
            : $"; there are {string.Join(", ", siblings.Select(pair => pair.Key))}";
        problems.Add($"{file}{name} is not a field{near}");
    }

    private static void Put(JsonNode parent, string key, JsonNode? value)
    {
        if (parent is JsonArray list)
        {
            list[int.Parse(key, CultureInfo.InvariantCulture)] = value;
        }
        else
        {
            parent[key] = value;
        }
    }

    private static bool Has(JsonNode parent, string key) => parent switch
    {
        JsonObject fields => fields.ContainsKey(key),
        JsonArray list => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count,
        _ => false,
    };

    private static JsonNode? Child(JsonNode parent, string key)
        => !Has(parent, key) ? null : parent is JsonArray list ? list[int.Parse(key, CultureInfo.InvariantCulture)] : parent[key];

    private bool IsComputed(Type parent, string key)
        => options.GetTypeInfo(parent).Properties
            .Any(property => property.Name == key && property is { Set: null, AssociatedParameter: null });

    /// <summary>The type of a field or of a list's elements.</summary>
    private Type TypeOf(Type parent, string key)
    {
        var info = options.GetTypeInfo(parent);
        return info.Kind == JsonTypeInfoKind.Enumerable
            ? info.ElementType!
            : info.Properties.FirstOrDefault(property => property.Name == key)?.PropertyType ?? typeof(object);
    }

    private static JsonNode? Value(string text, Type wanted)
    {
        try
        {
            // Digits are text where text is wanted; a command line has no quotes to tell.
            var value = JsonNode.Parse(text);
            return wanted == typeof(string) && value?.GetValueKind() != JsonValueKind.String ? JsonValue.Create(text) : value;
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
