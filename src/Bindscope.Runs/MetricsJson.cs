using System.Text.Json;
using System.Text.Json.Serialization;
using Bindscope.Errors;

namespace Bindscope.Runs;

/// <summary>The line format of <c>metrics.jsonl</c>: camel-case keys in the order of <see cref="Evaluation"/>'s parameters.</summary>
/// <remarks>Numbers are written as their shortest decimal form that reads back to the same bits, in any culture.</remarks>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Evaluation))]
internal sealed partial class MetricsJson : JsonSerializerContext
{
    public static string Write(Evaluation evaluation) => JsonSerializer.Serialize(evaluation, Default.Evaluation);

    /// <exception cref="JsonException">The text is no JSON, a key is unknown, missing or double, or a value has the wrong type.</exception>
    public static Evaluation Read(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, Strict.Evaluation) ?? throw new JsonException("The line holds null.");

    private static readonly MetricsJson Strict = new(new JsonSerializerOptions(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    });
}

/// <summary>Holds a run's metrics.jsonl against its checkpoints: every checkpoint that training was to keep has an evaluation.</summary>
public static class MetricsCheck
{
    /// <summary>What the two disagree in.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metrics">Its metrics.</param>
    /// <returns>A sentence without its full stop; null where they agree.</returns>
    public static string? Disagreement(Run run, RunMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(metrics);
        HashSet<long> evaluated = [.. metrics.Evaluations.Select(evaluation => evaluation.Step)];
        HashSet<int> due = [.. run.Preset.Training.Checkpoints.Steps(run.Preset.Training.Steps)];
        int[] lost = [.. run.Checkpoints.Steps().Where(step => due.Contains(step) && !evaluated.Contains(step))];
        return lost.Length == 0
            ? null
            : $"metrics.jsonl lacks the evaluations of {lost.Length} of the run's checkpoints, from step {lost[0]} on: it was cut off or exchanged";
    }

    /// <summary>Refuses metrics that disagree with the checkpoints.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metrics">Its metrics.</param>
    /// <exception cref="UserException">They disagree.</exception>
    public static void RequireAgreement(Run run, RunMetrics metrics)
    {
        if (Disagreement(run, metrics) is { } problem)
        {
            throw new UserException($"{run.Directory}: {problem}", "bring the file back; what it holds now would say something else of the run", 3);
        }
    }
}
