using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Cli.Verbs;

/// <summary>Trains one preset from several seeds, each in a run of its own, one after the other or several at once.</summary>
/// <param name="terminal">Where to tell of it.</param>
/// <param name="train">Trains one run in this process, or says that it is finished.</param>
/// <param name="options">What else each training is asked for, as a command line has it: what no run's spec.json holds.</param>
internal sealed class SeedRuns(Terminal terminal, Action<Run> train, IReadOnlyList<string> options)
{
    private readonly Lock gate = new();

    /// <summary>Trains every run that is not finished; of the others, what was left behind when they were killed is cleared up.</summary>
    /// <param name="runs">Runs, made or opened.</param>
    /// <param name="jobs">The most at once, 1 or more; more than one are processes of their own.</param>
    /// <param name="cancellation">Stops; every run can then be taken up again.</param>
    /// <exception cref="UserException">A process failed.</exception>
    public void Train(IReadOnlyList<Run> runs, int jobs, CancellationToken cancellation)
    {
        Run[] left = jobs == 1 ? [] : [.. runs.Where(run => !run.IsFinished)];
        foreach (Run run in runs.Except(left))
        {
            cancellation.ThrowIfCancellationRequested();
            train(run);
        }

        string[] failed = new string[left.Length];
        Parallel.For(0, left.Length, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation }, i =>
            failed[i] = Apart(left[i], cancellation) == ExitCode.Success ? "" : left[i].Directory);
        cancellation.ThrowIfCancellationRequested();
        if (failed.Any(name => name.Length > 0))
        {
            throw new UserException(
                $"the training of {string.Join(" and ", failed.Where(name => name.Length > 0))} failed; see its message above",
                "run the same command again: finished runs are skipped, the others continue where they stopped",
                3);
        }
    }

    /// <summary>The run of a seed: opened where it is there and the same, else made.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="preset">What it is to be.</param>
    /// <exception cref="UserException">There is another run.</exception>
    public static Run OpenOrCreate(string folder, Preset preset) => There(folder, preset) ?? Run.Create(folder, preset);

    /// <summary>The run of a folder; null where there is none. Threads decide no result, and may be others.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="preset">What it is to be.</param>
    /// <exception cref="UserException">There is another run.</exception>
    public static Run? There(string folder, Preset preset)
    {
        if (!File.Exists(Path.Combine(folder, "spec.json")))
        {
            return null;
        }

        var there = Run.Open(folder);
        TrainingSpec training = there.Preset.Training with { Workers = preset.Training.Workers };
        return PresetJson.Write(there.Preset with { Training = training }) == PresetJson.Write(preset)
            ? there
            : throw new UserException(
                $"{folder} holds a run of another preset or other fields", "choose another name, or move it away, or give the fields that it was made with");
    }

    /// <summary>One run in a process of its own, its lines told with its name before them.</summary>
    private int Apart(Run run, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(
            OwnProgram.Command[0], [.. OwnProgram.Command[1..], "train", "--resume", "--run", run.Directory, .. options])
        {
            RedirectStandardError = true,
        };
        AttachedProcess.Attach(start);
        using Process process = Process.Start(start)
            ?? throw new UserException("no process could be started", "train with --jobs 1", 3);

        // It stops with a checkpoint then, and its lines end.
        using CancellationTokenRegistration stop = cancellation.Register(() => AttachedProcess.Stop(process));
        while (process.StandardError.ReadLine() is { } line)
        {
            lock (gate)
            {
                terminal.Error.WriteLine($"{run.Name}: {line}");
            }
        }

        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>Seeds as a user writes them: <c>42,256,416</c>, or with spaces between them.</summary>
internal static class SeedList
{
    /// <summary>The option of a command that trains from several seeds.</summary>
    /// <param name="description">What the command does with them.</param>
    public static Option<string[]> Option(string description) => new("--seeds") { Description = description, AllowMultipleArgumentsPerToken = true };

    /// <summary>Reads seeds, however many.</summary>
    /// <param name="words">One or more seeds each, with commas.</param>
    /// <exception cref="UserException">One is no seed.</exception>
    public static IReadOnlyList<ulong> Parse(IEnumerable<string> words) =>
        [.. words.SelectMany(word => word.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(Seed)];

    /// <summary>Reads two seeds or more.</summary>
    /// <param name="words">One or more seeds each, with commas.</param>
    /// <exception cref="UserException">One is no seed, or occurs twice, or there are fewer than two.</exception>
    public static IReadOnlyList<ulong> ParseSeveral(IEnumerable<string> words)
    {
        IReadOnlyList<ulong> seeds = Parse(words);
        ulong[] twice = [.. seeds.GroupBy(seed => seed).Where(same => same.Count() > 1).Select(same => same.Key)];
        if (twice.Length > 0)
        {
            throw new UserException($"--seeds names {string.Join(", ", twice)} twice", "name each seed once");
        }

        return seeds.Count >= 2
            ? seeds
            : throw new UserException($"--seeds names {seeds.Count} seed", "name two or more with commas, or train one with --seed");
    }

    private static ulong Seed(string word) =>
        ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw new UserException($"--seeds: '{word}' is not a seed", "write whole numbers with commas: --seeds 42,256,416");
}
