using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Programs.Generation;
using Bindscope.Training.Presets;
using static TorchSharp.torch;

namespace Bindscope.Training.Runs;

/// <summary>A run's folder on disk; docs/runs.md describes every file of it.</summary>
public sealed class Run
{
    private const string SpecFile = "spec.json";

    private Run(string directory, Preset preset)
    {
        Directory = directory;
        Preset = preset;
        Checkpoints = new Checkpoints(directory);
    }

    /// <summary>The folder.</summary>
    public string Directory { get; }

    /// <summary>The folder's own name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Directory)));

    /// <summary>The preset as it was resolved before step 0.</summary>
    public Preset Preset { get; }

    /// <summary>The run's checkpoints.</summary>
    public Checkpoints Checkpoints { get; }

    /// <summary>The run's metrics.jsonl.</summary>
    public string MetricsPath => Path.Combine(Directory, MetricsFile.Name);

    /// <summary>The folder that a user means by a run's name.</summary>
    /// <param name="nameOrPath">A name under runs/, or a path: whatever has a slash in it or is a folder already.</param>
    public static string Locate(string nameOrPath)
        => nameOrPath.Contains('/', StringComparison.Ordinal) || System.IO.Directory.Exists(nameOrPath)
            ? nameOrPath
            : Path.Combine("runs", nameOrPath);

    /// <summary>Makes a new run's folder and writes its spec.</summary>
    /// <param name="directory">A folder that does not exist yet, or is empty.</param>
    /// <param name="preset">A validated preset.</param>
    /// <exception cref="UserException">The folder is in use, or cannot be written.</exception>
    public static Run Create(string directory, Preset preset)
    {
        if (System.IO.Directory.Exists(directory) && System.IO.Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw File.Exists(Path.Combine(directory, SpecFile))
                ? new UserException($"{directory} already holds a run", "go on with it by --resume, or choose another name with --run")
                : new UserException($"{directory} is not empty and holds no run", "choose another name with --run");
        }

        var spec = new RunSpec(RunSpec.CurrentFormat, [.. preset.Assistance()], preset);
        WholeFile.WriteText(Path.Combine(directory, SpecFile), JsonSerializer.Serialize(spec, PresetJson.Options) + "\n");
        return new Run(directory, preset);
    }

    /// <summary>Opens a run's folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="UserException">There is no run, or one that this version cannot read.</exception>
    public static Run Open(string directory)
    {
        var path = Path.Combine(directory, SpecFile);
        if (!File.Exists(path))
        {
            throw new UserException($"{directory} holds no run: it has no {SpecFile}", Siblings(directory), 3);
        }

        RunSpec spec;
        try
        {
            var json = File.ReadAllText(path);
            RequireFormat(path, json);
            spec = JsonSerializer.Deserialize<RunSpec>(json, PresetJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new UserException($"{path}: {e.Message}", "the file was changed or cut off; a run needs the spec that it was started with", 3, e);
        }

        return new Run(directory, spec.Preset.Validated());
    }

    /// <summary>Draws the run's splits; the same programs whenever and wherever it is called.</summary>
    public ProgramSplits Splits() => ProgramSplits.Generate(Preset.Task, Preset.Data.Splits, new Seed(Preset.Data.Seed));

    /// <summary>Reads a checkpoint's model.</summary>
    /// <param name="step">Which checkpoint.</param>
    /// <param name="device">Where the model is to live.</param>
    /// <exception cref="UserException">There is no such checkpoint, or it is damaged.</exception>
    public Transformer LoadModel(int step, Device device) => Checkpoints.Load(step, Preset.Model, device);

    private static void RequireFormat(string path, string json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("format", out var format)
            || !format.TryGetInt32(out var number)
            || number != RunSpec.CurrentFormat)
        {
            throw new UserException(
                $"{path}: this run's folder is not of format {RunSpec.CurrentFormat}, which this version reads",
                "open it with the version that wrote it, named in the folder's environment.json", 3);
        }
    }

    private static string Siblings(string directory)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        IEnumerable<string?> runs = System.IO.Directory.Exists(parent)
            ? System.IO.Directory.EnumerateDirectories(parent!).Where(path => File.Exists(Path.Combine(path, SpecFile))).Select(Path.GetFileName).Order()
            : [];
        return runs.Any() ? $"beside it there are {string.Join(", ", runs)}" : "train one with `bindscope train --preset quick`";
    }
}
