using System.Collections.Concurrent;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Programs.Generation;
using Bindscope.Runs.Presets;

namespace Bindscope.Runs;

/// <summary>A run's folder on disk; docs/runs.md describes every file of it.</summary>
public sealed class Run
{
    internal const string SpecFile = "spec.json";

    /// <summary>Where the project's own runs are in a clone.</summary>
    private const string References = "reference";

    internal Run(string directory, Preset preset)
    {
        Directory = directory;
        Results = directory;
        Preset = preset;
        Checkpoints = new Checkpoints(directory);
    }

    /// <summary>The folder.</summary>
    public string Directory { get; }

    /// <summary>The folder whose <c>analyses/</c> holds what was found out about the run: its own, unless another is named.</summary>
    public string Results { get; private init; }

    /// <summary>The folder of its analyses, whether it exists or not.</summary>
    public string Analyses => Path.Combine(Results, "analyses");

    /// <summary>Analyses of which a checkpoint's file could not be kept while they were worked on, and why.</summary>
    internal ConcurrentDictionary<string, UserException> Unkept { get; } = new(StringComparer.Ordinal);

    /// <summary>The same run with its analyses in another folder, so that one that cannot be written can be analysed. The folder then stands for
    /// the run wherever one is named (<see cref="Open(string)"/>).</summary>
    /// <param name="folder">The folder, which need not exist, or the run's own; null to leave them where they are.</param>
    /// <exception cref="UserException">The folder is another run's own, or keeps the results of another run.</exception>
    public Run WithResults(string? folder)
    {
        if (folder is null)
        {
            return this;
        }

        if (Path.GetFullPath(folder) == Path.GetFullPath(Directory))
        {
            return Results == Directory ? this : new Run(Directory, Preset);
        }

        ResultsMark.Require(this, folder);
        return new Run(Directory, Preset) { Results = folder };
    }

    /// <summary>The folder's own name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Directory)));

    /// <summary>The preset as it was resolved before step 0.</summary>
    public Preset Preset { get; }

    /// <summary>The run's checkpoints.</summary>
    public Checkpoints Checkpoints { get; }

    /// <summary>The run's metrics.jsonl.</summary>
    public string MetricsPath => Path.Combine(Directory, MetricsFile.Name);

    /// <summary>Whether the checkpoint of the last step is there.</summary>
    public bool IsFinished => System.IO.Directory.Exists(Checkpoints.Folder(Preset.Training.Steps));

    /// <summary>Whether a process trains it right now.</summary>
    public bool IsTraining => RunLock.IsHeld(Directory);

    /// <summary>The folders of runs in a folder, by name; what a killed writer of one left is none.</summary>
    /// <param name="root">The folder; need not exist.</param>
    public static IEnumerable<string> In(string root) => !System.IO.Directory.Exists(root) ? [] : System.IO.Directory.EnumerateDirectories(root)
        .Where(folder => !WholeFolder.IsLeftover(folder) && File.Exists(Path.Combine(folder, SpecFile))).Order(StringComparer.Ordinal);

    /// <summary>The folder that a user means by a run's name.</summary>
    /// <param name="nameOrPath">A name under runs/, or a path: whatever has a slash in it, or is a run's folder itself.</param>
    /// <exception cref="UserException">The name is empty, as a shell's variable that is not set leaves it: runs/ itself is no run.</exception>
    public static string Locate(string nameOrPath)
    {
        if (string.IsNullOrWhiteSpace(nameOrPath))
        {
            throw new UserException("the run's name is empty", "give a name, as in --run mine, or a path");
        }

        var underRuns = Path.Combine("runs", nameOrPath);
        return nameOrPath.Contains('/', StringComparison.Ordinal) || (Holds(nameOrPath) && !Holds(underRuns)) ? nameOrPath : underRuns;
    }

    /// <summary>Opens a run that is there, by its name or path.</summary>
    /// <param name="nameOrPath">What <see cref="Locate"/> takes; a name that is not under runs/ is looked for under reference/, too.</param>
    /// <exception cref="UserException">There is no such run, or one that this version cannot read.</exception>
    public static Run Named(string nameOrPath)
    {
        string folder = Locate(nameOrPath), reference = Path.Combine(References, nameOrPath);
        return Open(!Holds(folder) && !nameOrPath.Contains('/', StringComparison.Ordinal) && Holds(reference) ? reference : folder, isNamed: true);
    }

    /// <summary>Whether a folder is a run's, or keeps a run's results (<c>--out</c>).</summary>
    /// <param name="folder">The folder; need not exist.</param>
    public static bool Holds(string folder) => File.Exists(Path.Combine(folder, SpecFile)) || File.Exists(ResultsMark.In(folder));

    /// <summary>Makes a new run's folder and writes its spec.</summary>
    /// <param name="directory">A folder that does not exist yet, or is empty.</param>
    /// <param name="preset">A validated preset.</param>
    /// <exception cref="UserException">The folder is in use, or cannot be written.</exception>
    public static Run Create(string directory, Preset preset)
    {
        try
        {
            RequireEmpty(directory);
            Disk.CreateFolder(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{directory} cannot be made: {e.Message}", "choose another folder with --run", 3, e);
        }

        // Two that begin at once: one of them gets the lock first, and the other finds the spec when it is its turn.
        using var held = RunLock.Take(directory);
        RequireEmpty(directory);
        WriteSpec(directory, preset);
        return new Run(directory, preset);
    }

    /// <summary>Writes a run's spec.json.</summary>
    internal static void WriteSpec(string directory, Preset preset)
    {
        var spec = new RunSpec(RunSpec.CurrentFormat, [.. preset.Assistance()], preset);
        WholeFile.WriteText(Path.Combine(directory, SpecFile), JsonSerializer.Serialize(spec, PresetJson.Options) + "\n");
    }

    /// <summary>Opens a run's folder.</summary>
    /// <param name="directory">The folder, or one that keeps the run's results.</param>
    /// <exception cref="UserException">There is no run, or one that this version cannot read.</exception>
    public static Run Open(string directory) => Open(directory, isNamed: false);

    private static Run Open(string directory, bool isNamed)
    {
        var path = Path.Combine(directory, SpecFile);
        if (!File.Exists(path) && File.Exists(ResultsMark.In(directory)))
        {
            return ResultsMark.OpenRun(directory).WithResults(directory);
        }

        return File.Exists(path) || IsClosed(path)
            ? new Run(directory, RunSpec.Read(path).Preset)
            : throw new UserException(
                $"{directory} holds no run: it has no {SpecFile}", Siblings(directory) + (isNamed ? OfTheProject() : ""), 3);
    }

    /// <summary>Whether a file may well be there, in a folder that lets nobody look.</summary>
    private static bool IsClosed(string path)
    {
        try
        {
            using var opened = File.OpenHandle(path);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Draws the run's splits; the same programs whenever and wherever it is called.</summary>
    internal ProgramSplits DrawSplits(CancellationToken cancellation)
        => ProgramSplits.Generate(Preset.Task, Preset.Data.Splits, new Seed(Preset.Data.Seed), cancellation: cancellation);

    /// <summary>Draws the validation and test splits alone: the same programs as those of all splits, in a fraction of the time.</summary>
    /// <param name="cancellation">Stops the drawing.</param>
    public ProgramSplits HeldBackSplits(CancellationToken cancellation)
        => ProgramSplits.Generate(
            Preset.Task, Preset.Data.Splits with { Train = 0 }, new Seed(Preset.Data.Seed), cancellation: cancellation);

    /// <summary>Reads a checkpoint's model.</summary>
    /// <param name="step">Which checkpoint.</param>
    /// <exception cref="UserException">There is no such checkpoint, or it is damaged.</exception>
    public Transformer LoadModel(int step) => Checkpoints.Load(step, Preset.Model);

    /// <summary>What a killed start leaves behind, a lock and a half-written spec, does not count.</summary>
    private static void RequireEmpty(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
        {
            return;
        }

        if (File.Exists(Path.Combine(directory, SpecFile)))
        {
            throw new UserException($"{directory} already holds a run", "go on with it by --resume, or choose another name with --run");
        }

        var files = System.IO.Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path));
        if (files.Any(file => file is not (RunLock.FileName or SpecFile + ".part")))
        {
            throw new UserException($"{directory} is not empty and holds no run", "choose another name with --run");
        }
    }

    private static string Siblings(string directory)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        string[] runs = parent is null ? [] : [.. In(parent).Select(path => Path.GetFileName(path))];
        return runs.Length > 0
            ? $"beside it there are {string.Join(", ", runs)}"
            : "train one with `bindscope train --preset quick`";
    }

    private static string OfTheProject()
    {
        string[] runs = [.. In(References).Select(path => Path.GetFileName(path))];
        return runs.Length > 0 ? $"; a name is looked for under {References}/, too, which has {string.Join(", ", runs)}" : "";
    }
}
