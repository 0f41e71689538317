using System.Globalization;
using System.Text;
using System.Text.Json;
using Bindscope.Errors;

namespace Bindscope.Web.Analyses;

/// <summary>From an analysis's spec.json back to the command that asks the same.</summary>
internal static class AnalysisCommand
{
    /// <summary>Options that are not named for their field.</summary>
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["random"] = "--programs",
        ["maximumLines"] = "--lines",
        ["maximumHops"] = "--hops",
        ["granularity"] = "--each",
        ["layers"] = "--layer",
        ["ranks"] = "--rank",
        ["pairsPerGroup"] = "--pairs",
        ["firstStep"] = "--checkpoint",
        ["secondStep"] = "--with-checkpoint",
    };

    /// <summary>The command.</summary>
    /// <param name="kind">The analysis.</param>
    /// <param name="run">The run's name.</param>
    /// <param name="spec">What was asked; null for the defaults.</param>
    internal static string Of(AnalysisKind kind, string run, JsonElement? spec)
    {
        HashSet<string> fields = [.. kind.Fields.Split(' ')];
        if (fields.Contains("without") && spec?.TryGetProperty("without", out _) != true)
        {
            // An earlier version did not keep the other run's name: no command can be given.
            return "";
        }

        string[] arguments = spec is { ValueKind: JsonValueKind.Object } asked ? [.. Arguments(fields, asked)] : [];
        string which = fields.Contains("runs") ? "" : $" --run {ShellWord.Of(run)}";
        return string.Join(' ', [$"bindscope {kind.Verb}{which}", .. arguments]);
    }

    private static IEnumerable<string> Arguments(HashSet<string> fields, JsonElement spec) =>
        spec.EnumerateObject().SelectMany(field => field switch
        {
            { Name: "selection", Value.ValueKind: JsonValueKind.Object } => Arguments(fields, field.Value),
            _ when !fields.Contains(field.Name) => [],
            { Name: "runs", Value.ValueKind: JsonValueKind.Array } =>
                [$"--runs {ShellWord.Of(string.Join(',', field.Value.EnumerateArray().Select(one => one.GetString())))}"],
            { Name: "second" } => field.Value.GetString() == spec.GetProperty("first").GetString() ? [] : [$"--with {ShellWord.Of(field.Value.GetString()!)}"],
            { Name: "without" } => [$"--beside {ShellWord.Of(field.Value.GetString()!)}"],
            { Name: "checkpoint", Value.ValueKind: JsonValueKind.Null } => ["--checkpoint all"],
            { Name: "solved" } => field.Value.GetString() == "all" ? ["--all-programs"] : [],
            { Name: "answerLines" } => field.Value.GetArrayLength() == 0
                ? []
                : [$"--answer-line {string.Join(' ', field.Value.EnumerateArray().Select(line => LineOf(line.GetString())))}"],
            // A penalty of 0 stands for none, which leaving it out says too.
            { Name: "penalty", Value.ValueKind: JsonValueKind.Number } when field.Value.GetDouble() == 0 => [],
            _ when Text(field.Value) is { Length: > 0 } value => [$"{OptionOf(field.Name)} {value}"],
            _ => [],
        });

    private static string OptionOf(string field)
    {
        if (Renamed.TryGetValue(field, out string? option))
        {
            return option;
        }

        var text = new StringBuilder("--");
        foreach (char letter in field)
        {
            text.Append(char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : letter);
        }

        return text.ToString();
    }

    private static string? LineOf(string? group) => group switch
    {
        "first" => "1",
        "second" => "2",
        _ => group,
    };

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => value.GetString()!.ToLower(CultureInfo.InvariantCulture),
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(Text)),
        _ => "",
    };
}
