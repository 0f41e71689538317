using System.Text.Json;
using System.Text.Json.Serialization;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>The phases of a run on disk: <c>analyses/phases/spec.json</c> and <c>result.json</c> in the run's folder.</summary>
public static class PhasesFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The result as one line of JSON: camel-case keys, phases by name, null where there is nothing to say.</summary>
    /// <param name="result">The result.</param>
    public static string ToJson(PhasesResult result) => JsonSerializer.Serialize(result, Options);

    /// <summary>Writes the question and the answer; each file is whole at every moment, and the answer comes last.</summary>
    /// <param name="runDirectory">The run's folder.</param>
    /// <param name="spec">The question.</param>
    /// <param name="result">The answer.</param>
    /// <returns>The path of <c>result.json</c>.</returns>
    /// <exception cref="UserException">The files cannot be written.</exception>
    public static string Write(string runDirectory, PhasesSpec spec, PhasesResult result)
    {
        WholeFile.WriteText(PathOf(runDirectory, "spec.json"), JsonSerializer.Serialize(spec, Options) + "\n");
        var path = PathOf(runDirectory, "result.json");
        StoredJson.Write(path, ToJson(result) + "\n");
        return path;
    }

    /// <summary>Reads an answer that was written earlier.</summary>
    /// <param name="runDirectory">The run's folder.</param>
    /// <exception cref="UserException">There is none, or it is damaged or of another format.</exception>
    public static PhasesResult Read(string runDirectory)
    {
        var path = PathOf(runDirectory, "result.json");
        try
        {
            var result = JsonSerializer.Deserialize<PhasesResult>(StoredJson.ReadText(path), Options);
            return result is { Format: PhasesResult.CurrentFormat }
                ? result
                : throw new UserException($"{path}: not of format {PhasesResult.CurrentFormat}, which this version reads", Again, 3);
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: {JsonMistake.Describe(failure)}", Again, 3, failure);
        }
    }

    private const string Again = "`bindscope phases --run NAME` writes it anew";

    private static string PathOf(string runDirectory, string file) => Path.Combine(runDirectory, "analyses", "phases", file);
}
