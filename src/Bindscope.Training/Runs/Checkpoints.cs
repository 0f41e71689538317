using System.Globalization;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Training.Optimization;
using Bindscope.Training.Presets;
using static TorchSharp.torch;

namespace Bindscope.Training.Runs;

/// <summary>The checkpoints of a run: <c>checkpoints/000500/</c> with weights, meta.json and, in the newest ones, the optimizer's moments.</summary>
/// <remarks>A checkpoint is written into a folder with another name and renamed when it is whole, so a folder that exists is whole.</remarks>
public sealed class Checkpoints
{
    private const string Weights = "weights.safetensors";
    private const string Moments = "optimizer.safetensors";
    private const string Meta = "meta.json";

    /// <summary>How many of the newest checkpoints keep what resuming needs.</summary>
    private const int Resumable = 2;

    private readonly string directory;

    internal Checkpoints(string runDirectory) => directory = Path.Combine(runDirectory, "checkpoints");

    /// <summary>The steps of all whole checkpoints, ascending.</summary>
    public IReadOnlyList<int> Steps() => !Directory.Exists(directory)
        ? []
        : [.. Directory.EnumerateDirectories(directory)
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1)
            .Where(step => step >= 0)
            .Order()];

    /// <summary>The newest checkpoint that a training can be taken up from, or null.</summary>
    public int? NewestResumable() => Steps().Where(step => File.Exists(Path.Combine(Folder(step), Moments))).Cast<int?>().LastOrDefault();

    /// <summary>The folder of a step's checkpoint, whether it exists or not.</summary>
    public string Folder(int step) => Path.Combine(directory, step.ToString("D6", CultureInfo.InvariantCulture));

    /// <summary>Reads a checkpoint's model.</summary>
    /// <param name="step">Which checkpoint.</param>
    /// <param name="spec">The shape that it must have.</param>
    /// <param name="device">Where the model is to live.</param>
    /// <exception cref="UserException">There is no such checkpoint, or it does not fit or is damaged.</exception>
    public Transformer Load(int step, ModelSpec spec, Device device)
    {
        RequireExists(step);
        return ModelWeights.Load(Path.Combine(Folder(step), Weights), spec, device);
    }

    internal void Write(CheckpointMeta meta, Transformer model, FlatAdamW optimizer)
    {
        var folder = Folder(meta.Step);
        var part = folder + ".part";
        if (Directory.Exists(part))
        {
            Directory.Delete(part, recursive: true);
        }

        ModelWeights.Save(Path.Combine(part, Weights), model);
        SafeTensors.Write(Path.Combine(part, Moments), [("mean", optimizer.Mean), ("square", optimizer.Square)]);
        WholeFile.WriteText(Path.Combine(part, Meta), JsonSerializer.Serialize(meta, PresetJson.Options) + "\n");
        Directory.Move(part, folder);
    }

    /// <summary>Removes what the newest checkpoint made superfluous: older moments, and older checkpoints that are not wanted.</summary>
    /// <param name="wanted">Whether a step's checkpoint is to stay.</param>
    internal void Tidy(Predicate<int> wanted)
    {
        var steps = Steps();
        foreach (var step in steps.Take(steps.Count - 1).Where(step => !wanted(step)))
        {
            Directory.Delete(Folder(step), recursive: true);
        }

        foreach (var step in Steps().SkipLast(Resumable))
        {
            File.Delete(Path.Combine(Folder(step), Moments));
        }
    }

    internal CheckpointMeta Restore(int step, Transformer model, FlatAdamW optimizer)
    {
        RequireExists(step);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var saved = ModelWeights.Load(Path.Combine(Folder(step), Weights), model.Spec, CPU);
        model.Parameters.Flat.copy_(saved.Parameters.Flat);
        var path = Path.Combine(Folder(step), Moments);
        using var moments = SafeTensors.Read(path);
        foreach (var (name, moment) in new[] { ("mean", optimizer.Mean), ("square", optimizer.Square) })
        {
            if (!moments.Tensors.TryGetValue(name, out var value) || value.numel() != moment.numel())
            {
                throw new UserException(
                    $"{path}: the moments '{name}' are missing or of another model", "delete this checkpoint's folder to resume from the one before", 3);
            }

            moment.copy_(value);
        }

        return ReadMeta(step);
    }

    private CheckpointMeta ReadMeta(int step)
    {
        var path = Path.Combine(Folder(step), Meta);
        try
        {
            return JsonSerializer.Deserialize<CheckpointMeta>(File.ReadAllText(path), PresetJson.Options)!;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new UserException($"{path}: {e.Message}", "delete this checkpoint's folder to resume from the one before", 3, e);
        }
    }

    private void RequireExists(int step)
    {
        if (!Directory.Exists(Folder(step)))
        {
            var there = Steps();
            throw new UserException(
                $"there is no checkpoint of step {step} in {directory}",
                there.Count == 0 ? "the run has no checkpoint yet" : $"there are {string.Join(", ", there)}");
        }
    }
}
