using System.Globalization;
using System.Text.Json;

namespace Bindscope.Web.Analyses;

/// <summary>From an analysis's spec.json back to the command that asks the same.</summary>
internal static class AnalysisCommand
{
    /// <summary>Fields of specs whose option has another name. An option may be several fields' in different analyses.</summary>
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["checkpoint"] = "--checkpoint",
        ["programs"] = "--programs",
        ["random"] = "--programs",
        ["extreme"] = "--extreme",
        ["seed"] = "--seed",
        ["hops"] = "--hops",
        ["answerLines"] = "--answer-line",
        ["tokens"] = "--tokens",
        ["fitPrograms"] = "--fit-programs",
        ["testPrograms"] = "--test-programs",
        ["pairs"] = "--pairs",
        ["maximumLines"] = "--lines",
        ["maximumHops"] = "--hops",
        ["granularity"] = "--each",
        ["layers"] = "--layer",
        ["layer"] = "--layer",
    };

    /// <summary>The command.</summary>
    /// <param name="kind">The analysis.</param>
    /// <param name="run">The run's name.</param>
    /// <param name="spec">What was asked; null for the defaults.</param>
    internal static string Of(AnalysisKind kind, string run, JsonElement? spec) =>
        string.Join(' ', [$"bindscope {kind.Verb} --run {run}", .. spec is { ValueKind: JsonValueKind.Object } asked ? Arguments(kind, asked) : []]);

    private static IEnumerable<string> Arguments(AnalysisKind kind, JsonElement spec)
    {
        foreach (JsonProperty field in spec.EnumerateObject())
        {
            if (field is { Name: "selection", Value.ValueKind: JsonValueKind.Object })
            {
                foreach (string argument in Arguments(kind, field.Value))
                {
                    yield return argument;
                }
            }
            else if (field.Name == "solved" && field.Value.GetString() == "all")
            {
                yield return "--all-programs";
            }
            else if (field.Name == "target" && kind.Name is "attribution" or "subspace-map" && field.Value.ValueKind == JsonValueKind.String)
            {
                yield return $"--target {field.Value.GetString()}";
            }
            else if (kind.Name != "phases" && Options.TryGetValue(field.Name, out string? option) && Text(field.Value) is { Length: > 0 } value)
            {
                yield return $"{option} {value}";
            }
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => value.GetString()!.ToLower(CultureInfo.InvariantCulture),
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(Text)),
        _ => "",
    };
}
