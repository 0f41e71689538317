using System.Globalization;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Numerics;
using Bindscope.Runs.Presets;

namespace Bindscope.Runs;

/// <summary>The checkpoints of a run: <c>checkpoints/000500/</c> with weights, meta.json and, in the newest ones, the optimizer's
/// moments.</summary>
/// <remarks>A checkpoint is written into a folder with another name and renamed when it is whole, so a folder that exists is
/// whole.</remarks>
public sealed class Checkpoints
{
    private const string Weights = "weights.safetensors";
    private const string Moments = "optimizer.safetensors";
    private const string Meta = "meta.json";
    private const string Again = "copy the checkpoint's whole folder again, or take another checkpoint";

    /// <summary>What an unfinished folder's name ends with.</summary>
    private const string Unfinished = ".part";

    /// <summary>How many of the newest checkpoints keep what resuming needs.</summary>
    private const int Resumable = 2;

    private readonly string runDirectory;
    private readonly string directory;

    internal Checkpoints(string runDirectory)
    {
        this.runDirectory = runDirectory;
        directory = Path.Combine(runDirectory, "checkpoints");
    }

    /// <summary>The steps of all whole checkpoints, ascending.</summary>
    /// <exception cref="UserException">The folder cannot be read.</exception>
    public IReadOnlyList<int> Steps()
    {
        try
        {
            return !Directory.Exists(directory)
                ? []
                : [.. Directory.EnumerateDirectories(directory).Select(StepOf).Where(step => step >= 0).Order()];
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            var (reason, hint) = FileProblem.Of(e);
            throw new UserException($"{directory} cannot be read: {reason}", hint, 3, e);
        }
    }

    /// <summary>The newest checkpoint that a training can be taken up from, or null.</summary>
    public int? NewestResumable() => Steps().Where(HasMoments).Cast<int?>().LastOrDefault();

    /// <summary>The folder of a step's checkpoint, whether it exists or not.</summary>
    public string Folder(int step) => Path.Combine(directory, step.ToString("D6", CultureInfo.InvariantCulture));

    /// <summary>Reads a checkpoint's model.</summary>
    /// <param name="step">Which checkpoint.</param>
    /// <param name="spec">The shape that it must have.</param>
    /// <exception cref="UserException">There is no such checkpoint, or it does not fit or is damaged.</exception>
    public Transformer Load(int step, ModelSpec spec)
    {
        RequireExists(step);
        var model = ModelWeights.Load(Path.Combine(Folder(step), Weights), spec);
        RequireTied(step);
        return model;
    }

    /// <summary>Whether a checkpoint's meta.json holds checksums, so that exchanged or changed files are noticed.</summary>
    /// <param name="step">Which checkpoint.</param>
    /// <exception cref="UserException">Its meta.json is damaged.</exception>
    public bool HasChecksums(int step) => MetaIfThere(step)?.Checksums is not null;

    /// <summary>What a checkpoint's weights are told from others by: the SHA-256 of the file, in hexadecimal.</summary>
    /// <param name="step">Which checkpoint.</param>
    /// <exception cref="UserException">The file cannot be read.</exception>
    internal string WeightsChecksum(int step) => CheckpointChecksums.OfFile(Path.Combine(Folder(step), Weights));

    /// <summary>Copies a checkpoint into another run, whose spec.json is there already.</summary>
    /// <param name="step">Which checkpoint.</param>
    /// <param name="spec">The shape that it must have.</param>
    /// <param name="other">The other run's checkpoints.</param>
    /// <exception cref="UserException">It is damaged.</exception>
    internal void CopyTo(int step, ModelSpec spec, Checkpoints other)
    {
        // Looked at as a whole first: the copy's checksums are of what is copied.
        _ = Load(step, spec);
        Disk.CreateFolder(other.Folder(step));
        foreach (var file in new[] { Weights, Moments }.Where(file => File.Exists(Path.Combine(Folder(step), file))))
        {
            Disk.Copy(Path.Combine(Folder(step), file), Path.Combine(other.Folder(step), file));
        }

        if (MetaIfThere(step) is { } meta)
        {
            other.Tie(other.Folder(step), meta);
        }
    }

    /// <summary>The checkpoint that a training goes on from: the newest one, or null where there is none yet.</summary>
    /// <exception cref="UserException">The newest one lacks the optimizer's moments, so that going on would throw progress
    /// away.</exception>
    internal int? ToGoOnFrom()
    {
        var newest = Steps().Cast<int?>().LastOrDefault();
        var resumable = NewestResumable();
        return newest == resumable
            ? newest
            : throw new UserException(
                $"{Folder(newest!.Value)} has no {Moments}, without which a training cannot go on from it",
                resumable is { } step
                    ? $"delete the checkpoints after {step} to train again from there"
                    : "bring the file back, or train a new run",
                3);
    }

    /// <summary>Writes the checkpoint of a step that has none.</summary>
    /// <param name="meta">Where the training stands.</param>
    /// <param name="model">The weights.</param>
    /// <param name="moments">What the optimizer has beside them, by name.</param>
    /// <exception cref="UserException">It cannot be written; nothing of it is left, and the ones before are untouched.</exception>
    internal void Write(CheckpointMeta meta, Transformer model, IReadOnlyList<(string Name, Tensor Value)> moments)
    {
        var folder = Folder(meta.Step);
        var part = folder + Unfinished;
        try
        {
            Disk.DeleteFolder(part);
            ModelWeights.Save(Path.Combine(part, Weights), model);
            SafeTensors.Write(Path.Combine(part, Moments), moments);
            Tie(part, meta);
            Disk.RenameFolder(part, folder);
        }
        catch (Exception e) when (e is UserException || FileProblem.Is(e))
        {
            throw NotWritten(meta.Step, part, e);
        }
    }

    /// <summary>Removes what the newest checkpoint made superfluous: older moments, older checkpoints that are not wanted, and what was
    /// left unfinished.</summary>
    /// <param name="wanted">Whether a step's checkpoint is to stay.</param>
    /// <exception cref="UserException">Something cannot be removed.</exception>
    internal void Tidy(Predicate<int> wanted)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        try
        {
            // Renamed first: a folder that bears a step's name is whole even while it is removed.
            foreach (var step in Steps().SkipLast(1).Where(step => !wanted(step)))
            {
                Disk.DeleteFolder(Folder(step) + Unfinished);
                Disk.RenameFolder(Folder(step), Folder(step) + Unfinished);
            }

            foreach (var part in Directory.EnumerateDirectories(directory, "*" + Unfinished).ToArray())
            {
                Disk.DeleteFolder(part);
            }

            foreach (var step in Steps().SkipLast(Resumable))
            {
                Disk.Delete(Path.Combine(Folder(step), Moments));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"{directory}: what is no longer needed cannot be removed: {e.Message}",
                "correct the permissions, then use --resume", 3, e);
        }
    }

    /// <summary>Reads a checkpoint back into a training's own tensors.</summary>
    /// <exception cref="UserException">It is damaged or of another model; the hint says how to go on without it.</exception>
    internal CheckpointMeta Restore(int step, Transformer model, IReadOnlyList<(string Name, Tensor Value)> moments)
    {
        try
        {
            var saved = ModelWeights.Load(Path.Combine(Folder(step), Weights), model.Spec);
            var meta = ReadMeta(step);
            RequireTied(step);
            model.Parameters.WriteAll(saved.Parameters.Flat);
            ReadMoments(step, moments);
            meta.Checksums?.RequireMoments(Path.Combine(Folder(step), Moments));
            return meta;
        }
        catch (UserException e) when (e.InnerException is not (UnauthorizedAccessException or InvalidDataException))
        {
            var before = Steps().Where(other => other < step && HasMoments(other)).Cast<int?>().LastOrDefault();
            throw new UserException(
                e.Message,
                before is null
                    ? "it is the only checkpoint that training could go on from: bring the file back, or train a new run"
                    : $"delete {Folder(step)} to go on from step {before}",
                3,
                e);
        }
    }

    /// <summary>Writes a folder's meta.json, with the checksums of the files that are in it.</summary>
    internal void Tie(string folder, CheckpointMeta meta)
    {
        var checksums = CheckpointChecksums.Of(SpecPath, Path.Combine(folder, Weights), Path.Combine(folder, Moments));
        WholeFile.WriteText(
            Path.Combine(folder, Meta), JsonSerializer.Serialize(meta with { Checksums = checksums }, PresetJson.Options) + "\n");
    }

    /// <summary>A checkpoint's meta.json; null where there is none, as beside weights that another program made.</summary>
    /// <exception cref="UserException">It is damaged.</exception>
    internal CheckpointMeta? MetaIfThere(int step) => File.Exists(Path.Combine(Folder(step), Meta)) ? ReadMeta(step) : null;

    private string SpecPath => Path.Combine(runDirectory, Run.SpecFile);

    private void RequireTied(int step) => MetaIfThere(step)?.Checksums?.RequireWeights(SpecPath, Path.Combine(Folder(step), Weights));

    private void ReadMoments(int step, IReadOnlyList<(string Name, Tensor Value)> moments)
    {
        var path = Path.Combine(Folder(step), Moments);
        var saved = SafeTensors.Read(path);
        foreach (var (name, moment) in moments)
        {
            if (!saved.Tensors.TryGetValue(name, out var value) || !value.Shape.SequenceEqual(moment.Shape))
            {
                throw new UserException($"{path}: the moments '{name}' are missing or of another model", Again, 3);
            }

            moment.CopyFrom(value);
        }
    }

    private CheckpointMeta ReadMeta(int step)
    {
        var path = Path.Combine(Folder(step), Meta);
        try
        {
            var meta = JsonSerializer.Deserialize<CheckpointMeta>(File.ReadAllText(path), PresetJson.Options);
            return meta switch
            {
                null => throw new UserException($"{path}: it holds null", Again, 3),
                { Step: var other } when other != step => throw new UserException($"{path}: it is not of step {step}", Again, 3),
                _ when meta.Problems() is { Count: > 0 } problems => throw new UserException($"{path}: {string.Join("; ", problems)}", Again, 3),
                _ => meta,
            };
        }
        catch (JsonException e)
        {
            throw new UserException($"{path}: {JsonMistake.Describe(e)}", Again, 3, e);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            var (reason, hint) = FileProblem.Of(e);
            throw new UserException($"{path}: {reason}", hint, 3, e);
        }
    }

    private bool HasMoments(int step) => File.Exists(Path.Combine(Folder(step), Moments));

    private static int StepOf(string folder)
        => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;

    private UserException NotWritten(int step, string part, Exception reason)
    {
        try
        {
            Disk.DeleteFolder(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The reason is what the user has to hear; the next write removes the leftover.
        }

        var newest = NewestResumable();
        var before = newest is null ? "there is none before it" : $"that of step {newest} is whole and untouched";
        var remedy = reason is UserException user ? user.Hint : "correct what is wrong with the folder";
        return new UserException(
            $"the checkpoint of step {step} was not written, {before}: {reason.Message}",
            $"{remedy}; `bindscope train --resume --run {ShellWord.Of(runDirectory)}` goes on from "
            + (newest is null ? "the beginning" : $"step {newest}"),
            3,
            reason);
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
