using System.Collections.Immutable;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Training.Loop;

namespace Bindscope.Training.Packing;

/// <summary>How a run is packed.</summary>
/// <param name="Keep">Checkpoints to keep, 2 or more; all where the run has fewer.</param>
/// <param name="Precision">Bits of the weights, where that changes no prediction.</param>
/// <param name="Programs">Programs of the test split that are asked, its first ones; 0 for all.</param>
/// <param name="Workers">Threads, 1 or more.</param>
/// <param name="Resumable">Whether the newest checkpoint keeps all that training needs to go on.</param>
/// <param name="Checkpoints">Steps of the checkpoints to keep, in place of <paramref name="Keep"/>; null to choose.</param>
/// <param name="Digits">Significant digits that fractions in large answers of analyses are rounded to, 17 at most; 0 for all that they have.</param>
public sealed record PackSpec(
    int Keep,
    WeightPrecision Precision,
    int Programs = 0,
    int Workers = 1,
    bool Resumable = false,
    IReadOnlyList<int>? Checkpoints = null,
    int Digits = 0)
{
    private const int MostDigits = 17;

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        foreach ((string name, int value, int least) in new[] { ("keep", Keep, 2), ("programs", Programs, 0), ("workers", Workers, 1), ("digits", Digits, 0) })
        {
            if (value < least)
            {
                problems.Add($"{name} is {value}; it must be at least {least}");
            }
        }

        if (Digits > MostDigits)
        {
            problems.Add($"digits is {Digits}; a number has {MostDigits} at most");
        }

        return problems;
    }
}

/// <summary>
/// Copies a run into a folder that is small enough to give away: chosen checkpoints, weights rounded to fewer bits where no prediction on
/// the test set changes, metrics and analyses whole, large answers of analyses compressed. The run itself is only read.
/// </summary>
public static class RunPacker
{
    private const int Block = 1_000;
    private const string Weights = "weights.safetensors";
    private const string Moments = "optimizer.safetensors";

    /// <summary>Bytes up to which an analysis's file stays plain: to read it with any tool is worth more than a few blocks of disk.</summary>
    private const long Plain = 16 << 10;

    /// <summary>Packs a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">A folder that does not exist yet.</param>
    /// <param name="spec">How.</param>
    /// <param name="progress">Told of each checkpoint when it is packed; null for nobody.</param>
    /// <param name="cancellation">Stops between thousands of programs.</param>
    /// <returns>What was kept.</returns>
    /// <exception cref="UserException">The spec is invalid, the folder exists, or a file cannot be read or written.</exception>
    public static PackedRun Pack(
        Run run, string directory, PackSpec spec, IProgress<PackedCheckpoint>? progress = null, CancellationToken cancellation = default)
    {
        if (spec.Validated() is { Count: > 0 } problems)
        {
            throw new UserException($"pack: {string.Join("; ", problems)}", "correct these values");
        }

        OutwardLink.RefuseIn(run.Directory);
        if (run.Results != run.Directory)
        {
            OutwardLink.RefuseIn(run.Results);
        }

        using WholeFolder folder = WholeFolder.New(directory);
        try
        {
            PackedRun packed = WriteAll(run, folder.Part, spec, progress, cancellation);
            folder.Commit();
            return packed;
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            throw folder.Explained(failure);
        }
    }

    private static PackedRun WriteAll(
        Run run, string directory, PackSpec spec, IProgress<PackedCheckpoint>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<int> steps = run.Checkpoints.Steps();
        IReadOnlyList<int> chosen = spec.Checkpoints is { } wanted
            ? [.. wanted.Distinct().Order()]
            : CheckpointChoice.Of(steps, MetricsFile.Read(run.MetricsPath), spec.Keep);
        IReadOnlyList<SymbolicProgram> test = run.HeldBackSplits(cancellation).Test;
        SymbolicProgram[] programs = [.. test.Take(spec.Programs == 0 ? test.Count : spec.Programs)];
        var packed = ImmutableArray.CreateBuilder<PackedCheckpoint>();
        foreach (int step in chosen)
        {
            PackedCheckpoint done = Checkpoint(run, step, directory, spec, programs, cancellation);
            if (run.Checkpoints.MetaIfThere(step) is { } meta)
            {
                run.Checkpoints.Tie(Path.Combine(directory, "checkpoints", Path.GetFileName(run.Checkpoints.Folder(step))), meta);
            }

            packed.Add(done);
            progress?.Report(done);
        }

        CopyAllBut(run.Directory, directory, path => path is PackedRun.FileName || IsIn(path, "checkpoints")
            || path.EndsWith(".lock", StringComparison.Ordinal) || path.EndsWith(".part", StringComparison.Ordinal)
            || path.Split(Path.DirectorySeparatorChar).Any(WholeFolder.IsLeftover)
            || (IsIn(path, "analyses") && StoredJson.Is(path)));
        CopyAnalyses(run.Analyses, Path.Combine(directory, "analyses"), spec.Digits);
        var result = new PackedRun(PackedRun.CurrentFormat, steps.Count, packed.ToImmutable());
        WholeFile.WriteText(Path.Combine(directory, PackedRun.FileName), JsonSerializer.Serialize(result, PresetJson.Options) + "\n");
        return result;
    }

    private static PackedCheckpoint Checkpoint(
        Run run, int step, string directory, PackSpec spec, SymbolicProgram[] programs, CancellationToken cancellation)
    {
        string from = run.Checkpoints.Folder(step);
        string to = Path.Combine(directory, "checkpoints", Path.GetFileName(from));
        bool whole = spec.Resumable && run.Checkpoints.NewestResumable() == step;
        Disk.CreateFolder(to);
        CopyAllBut(from, to, path => path == Weights || (path == Moments && !whole));
        if (whole || spec.Precision == WeightPrecision.Single)
        {
            Disk.Copy(Path.Combine(from, Weights), Path.Combine(to, Weights));
            return new PackedCheckpoint(step, WeightPrecision.Single, 0, 0);
        }

        return Write(run, step, Path.Combine(to, Weights), spec.Precision, programs, spec.Workers, cancellation);
    }

    /// <summary>Writes a checkpoint's weights with fewer bits where that changes no prediction, else as they are.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">The checkpoint.</param>
    /// <param name="path">The file to write; its folder exists.</param>
    /// <param name="precision">Bits of the weights.</param>
    /// <param name="programs">Programs whose predictions are compared.</param>
    /// <param name="workers">Threads, 1 or more.</param>
    /// <param name="cancellation">Stops between thousands of programs.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="UserException">A file cannot be read or written.</exception>
    public static PackedCheckpoint Write(
        Run run,
        int step,
        string path,
        WeightPrecision precision,
        IReadOnlyList<SymbolicProgram> programs,
        int workers,
        CancellationToken cancellation)
    {
        Transformer model = run.LoadModel(step);
        if (!FitsHalf(model))
        {
            Disk.Copy(Path.Combine(run.Checkpoints.Folder(step), Weights), path);
            return new PackedCheckpoint(step, WeightPrecision.Single, 0, 0);
        }

        ModelWeights.Save(path, model, precision: precision);
        Transformer other = ModelWeights.Load(path, run.Preset.Model);
        (int asked, int changed) = Compare(model, other, programs, workers, cancellation);
        if (changed == 0)
        {
            return new PackedCheckpoint(step, precision, asked, 0);
        }

        Disk.Copy(Path.Combine(run.Checkpoints.Folder(step), Weights), path);
        return new PackedCheckpoint(step, WeightPrecision.Single, asked, changed);
    }

    /// <summary>Whether no weight is beyond the largest number of 16 bits.</summary>
    private static bool FitsHalf(Transformer model)
    {
        foreach (float weight in model.Parameters.Flat)
        {
            if (Math.Abs(weight) > (float)Half.MaxValue)
            {
                return false;
            }
        }

        return true;
    }

    private static (int Asked, int Changed) Compare(
        Transformer model, Transformer other, IReadOnlyList<SymbolicProgram> programs, int workers, CancellationToken cancellation)
    {
        (int asked, int changed) = (0, 0);
        foreach (SymbolicProgram[] block in programs.Chunk(Block))
        {
            int[] before = Predictor.Answers(model, block, workers, cancellation);
            int[] after = Predictor.Answers(other, block, workers, cancellation);
            asked += block.Length;
            changed = before.Zip(after).Count(pair => pair.First != pair.Second);
            if (changed > 0)
            {
                break;
            }
        }

        return (asked, changed);
    }

    private static bool IsIn(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static void CopyAnalyses(string from, string to, int digits)
    {
        if (!Directory.Exists(from))
        {
            return;
        }

        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)
            .Where(folder => !Path.GetRelativePath(from, folder).Split(Path.DirectorySeparatorChar).Any(WholeFolder.IsLeftover)))
        {
            foreach (string file in StoredJson.In(folder))
            {
                string copy = Path.Combine(to, Path.GetRelativePath(from, file));
                if (StoredJson.Length(file) > Plain)
                {
                    StoredJson.Compress(file, copy, digits);
                }
                else
                {
                    StoredJson.Write(copy, StoredJson.ReadText(file));
                }
            }
        }
    }

    private static void CopyAllBut(string from, string to, Predicate<string> leftOut)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(from, file);
            if (!leftOut(relative))
            {
                string target = Path.Combine(to, relative);
                Disk.CreateFolder(Path.GetDirectoryName(target)!);
                Disk.Copy(file, target);
            }
        }
    }
}

/// <summary>What packed.json holds: what a packed run lacks of the run that it was made from.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Of">Checkpoints that the run had.</param>
/// <param name="Checkpoints">Those that were kept, by step.</param>
public sealed record PackedRun(int Format, int Of, ImmutableArray<PackedCheckpoint> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The file's name in the run's folder.</summary>
    public const string FileName = "packed.json";
}

/// <summary>A checkpoint as it was packed.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Precision">Bits of its weights.</param>
/// <param name="Programs">Programs whose predictions were compared; 0 where nothing was rounded.</param>
/// <param name="Changed">Predictions that rounding changed among them; the comparison ends at the first thousand that holds one.</param>
public sealed record PackedCheckpoint(int Step, WeightPrecision Precision, int Programs, int Changed);
