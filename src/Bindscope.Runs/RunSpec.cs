using System.Collections.Immutable;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Runs.Presets;

namespace Bindscope.Runs;

/// <summary>What spec.json holds: the preset as it was resolved before step 0.</summary>
/// <param name="Format">Version of the run folder's layout; this Bindscope writes and reads <see cref="CurrentFormat"/>.</param>
/// <param name="Assistance">What helped the training beyond the paper's objective, in words; see
/// <see cref="Presets.Preset.Assistance"/>.</param>
/// <param name="Preset">The whole preset.</param>
public sealed record RunSpec(int Format, ImmutableArray<string> Assistance, Preset Preset)
{
    /// <summary>The layout that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Reads a spec.json.</summary>
    /// <exception cref="UserException">It cannot be read, is damaged, of another format, or contradicts itself.</exception>
    internal static RunSpec Read(string path)
    {
        try
        {
            var json = File.ReadAllText(path);
            RequireFormat(path, json);
            var spec = JsonSerializer.Deserialize<RunSpec>(json, PresetJson.Options)!;
            _ = spec.Preset.Validated();
            return spec;
        }
        catch (JsonException e)
        {
            throw new UserException(
                $"{path}: {JsonMistake.Describe(e)}", "the file was changed or cut off; a run needs the spec that it was started with", 3, e);
        }
        catch (UserException e) when (e.ExitCode != 3)
        {
            throw new UserException($"{path}: {e.Message}", "the file was changed; a run needs the spec that it was started with", 3, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {e.Message}", "check the file and its permissions", 3, e);
        }
    }

    private static void RequireFormat(string path, string json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("format", out var format)
            || format.ValueKind != JsonValueKind.Number
            || !format.TryGetInt32(out var number)
            || number != CurrentFormat)
        {
            throw new UserException(
                $"{path}: this run's folder is not of format {CurrentFormat}, which this version reads",
                "open it with the version that wrote it, named in the folder's environment.json", 3);
        }
    }
}
