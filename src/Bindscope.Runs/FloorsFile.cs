using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Programs.Generation;
using Bindscope.Runs.Presets;

namespace Bindscope.Runs;

/// <summary>A run's <c>floors.json</c>: the least that its task's tokens can cost, by what is known. Of runs that train on every token.</summary>
public static class FloorsFile
{
    /// <summary>The file's name inside a run's folder.</summary>
    public const string Name = "floors.json";

    /// <summary>Programs of the test split that the floors are computed on: they then vary by about 0.02 nats.</summary>
    private const int Programs = 20_000;

    /// <summary>Reads it.</summary>
    /// <param name="run">The run.</param>
    /// <returns>Null where there is none: an older run, or one that trains on answers alone.</returns>
    /// <exception cref="UserException">The file is damaged or cannot be read.</exception>
    public static KnowledgeFloors? Read(Run run)
    {
        var path = Path.Combine(run.Directory, Name);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<KnowledgeFloors>(File.ReadAllText(path), PresetJson.Options) : null;
        }
        catch (JsonException e)
        {
            throw new UserException($"{path}: {JsonMistake.Describe(e)}", "delete it and use --resume, which computes it again", 3, e);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            var (reason, hint) = FileProblem.Of(e);
            throw new UserException($"{path}: {reason}", hint, 3, e);
        }
    }

    /// <summary>Writes it where the run should have it and has not.</summary>
    internal static void Keep(Run run, ProgramSplits splits)
    {
        var path = Path.Combine(run.Directory, Name);
        if (run.Preset.Training.Objective.Loss == LossScope.AllTokens && !File.Exists(path))
        {
            var floors = KnowledgeFloors.Of(run.Preset.Task, [.. splits.Test.Take(Programs)]);
            WholeFile.WriteText(path, JsonSerializer.Serialize(floors, PresetJson.Options) + "\n");
        }
    }
}
