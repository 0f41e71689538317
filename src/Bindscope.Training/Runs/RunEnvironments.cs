using System.Collections.Immutable;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Training.Presets;

namespace Bindscope.Training.Runs;

/// <summary>What environment.json holds: what the run began with, and every change of that.</summary>
/// <param name="Started">What step 0 was computed with.</param>
/// <param name="Resumed">Where it was taken up with something else, in the order of time; empty for a run of one piece, and for one that
/// was taken up with the same.</param>
public sealed record RunEnvironments(RunEnvironment Started, ImmutableArray<ResumedEnvironment> Resumed)
{
    private const string FileName = "environment.json";

    /// <summary>A run's environments.</summary>
    /// <param name="directory">The run's folder.</param>
    /// <returns>Null where the run has none.</returns>
    /// <exception cref="UserException">The file is damaged.</exception>
    public static RunEnvironments? Of(string directory)
    {
        var path = Path.Combine(directory, FileName);
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>Takes note of what a run goes on with.</summary>
    /// <param name="directory">The run's folder.</param>
    /// <param name="step">Updates made.</param>
    /// <param name="environment">What it goes on with.</param>
    /// <exception cref="UserException">The file is damaged or cannot be written.</exception>
    internal static void Note(string directory, int step, RunEnvironment environment)
    {
        var path = Path.Combine(directory, FileName);
        var known = File.Exists(path) ? Read(path) : new RunEnvironments(environment, []);
        var latest = known.Resumed.IsEmpty ? known.Started : known.Resumed[^1].Environment;
        if (latest != environment)
        {
            known = known with { Resumed = known.Resumed.Add(new ResumedEnvironment(step, environment)) };
        }

        WholeFile.WriteText(path, JsonSerializer.Serialize(known, PresetJson.Options) + "\n");
    }

    private static RunEnvironments Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RunEnvironments>(File.ReadAllText(path), PresetJson.Options)
                ?? throw new JsonException("it holds null");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: {JsonMistake.Describe(e)}", "bring it back, or move it away: training goes on without it", 3, e);
        }
    }
}
