using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Bindscope.Errors;
using Bindscope.Model;

namespace Bindscope.Interventions;

/// <summary>Interventions as JSON, read strictly: unknown, missing and duplicate keys are refused.</summary>
public static class InterventionJson
{
    private const string WithoutKind = "something that needs a kind has none: an intervention, its positions or its edges";

    /// <summary>Camel-case names, enums by name.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>A list of interventions as JSON.</summary>
    /// <param name="interventions">The list.</param>
    /// <returns>A JSON array on one line.</returns>
    public static string Write(IReadOnlyList<Intervention> interventions) => JsonSerializer.Serialize(interventions, Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">A JSON array.</param>
    /// <param name="where">The file that it came from, for messages.</param>
    /// <returns>The interventions.</returns>
    /// <exception cref="UserException">The text is not such a list.</exception>
    public static ImmutableArray<Intervention> Read(string json, string where)
    {
        try
        {
            return [.. JsonSerializer.Deserialize<Intervention[]>(WithLayers(json), Options) ?? throw new JsonException("null is no list of interventions")];
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            // Without a kind there is no type to read, and the reader says so in another way.
            throw new UserException(
                $"{where}: {UnknownKind(json) ?? (error is JsonException mistake ? JsonMistake.Describe(mistake) : WithoutKind)}",
                "write an array such as [{\"kind\": \"zero\", \"where\": {\"kind\": \"residual.in\", \"layers\": [1], "
                + "\"positions\": {\"kind\": \"every\"}}}]",
                inner: error);
        }
    }

    /// <summary>The first kind that there is not, by its path, with those that there are; null where every kind is known, or the text is no JSON.</summary>
    private static string? UnknownKind(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? document.RootElement.EnumerateArray().SelectMany((one, i) => UnknownKinds(one, $"[{i}]")).FirstOrDefault(wrong => wrong is not null)
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Of an intervention and of what in it has a kind, too: the kinds that there are not, null for one that there is.</summary>
    private static IEnumerable<string?> UnknownKinds(JsonElement one, string path)
    {
        JsonElement? where = Within(one, "where");
        yield return UnknownKind(one, path, typeof(Intervention));
        yield return UnknownKind(Within(where, "positions"), $"{path}.where.positions", typeof(TokenPositions));
        yield return UnknownKind(Within(where, "edges"), $"{path}.where.edges", typeof(TokenEdges));
        yield return UnknownKind(Within(one, "from"), $"{path}.from", typeof(TokenPositions));
    }

    private static string? UnknownKind(JsonElement? value, string path, Type type)
    {
        string[] known = [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(derived => $"{derived.TypeDiscriminator}")];
        return Within(value, "kind") is { ValueKind: JsonValueKind.String } kind && kind.GetString() is { } name && Array.IndexOf(known, name) < 0
            ? $"{path}.kind: there is no kind '{name}'; there are {string.Join(", ", known)}"
            : null;
    }

    private static JsonElement? Within(JsonElement? value, string key) =>
        value is { ValueKind: JsonValueKind.Object } there && there.TryGetProperty(key, out JsonElement found) ? found : null;

    /// <summary>Takes the layer out of whole names of TransformerLens (<c>blocks.1.hook_resid_pre</c>), which stand for a kind of site and its layer.</summary>
    private static string WithLayers(string json)
    {
        if (!json.Contains("hook_", StringComparison.Ordinal))
        {
            return json;
        }

        JsonNode? root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        foreach (JsonObject place in (root as JsonArray ?? []).OfType<JsonObject>().Select(one => one["where"]).OfType<JsonObject>())
        {
            if (place["kind"] is not JsonValue kind || !kind.TryGetValue(out string? name) || !Site.TryParseHook(name, out Site site))
            {
                continue;
            }

            var layers = new JsonArray(site.Layer);
            if (place["layers"] is JsonArray { Count: > 0 } said && !JsonNode.DeepEquals(said, layers))
            {
                throw new JsonException($"'{name}' is layer {site.Layer} here, and layers says {said.ToJsonString()}");
            }

            place["kind"] = SiteKinds.NameOf(site.Kind);
            place["layers"] = layers;
        }

        return root!.ToJsonString();
    }
}
