using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bindscope.Analysis.Given;
using Bindscope.Errors;
using Bindscope.Model.Weights;

namespace Bindscope.Cli.Jobs;

/// <summary>A list of tasks that do not depend on each other. Paths in it are relative to the folder in which the job is run.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Name">Letters, digits, dots and hyphens.</param>
/// <param name="Tasks">One or more.</param>
internal sealed partial record Job(int Format, string Name, ImmutableArray<JobTask> Tasks)
{
    /// <summary>The version that this build reads and writes.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    /// <summary>A job of this format.</summary>
    /// <exception cref="UserException">Its names do not fit.</exception>
    public static Job Of(string name, IEnumerable<JobTask> tasks) => new Job(CurrentFormat, name, [.. tasks]).Validated("job");

    /// <summary>Reads a job.</summary>
    /// <exception cref="UserException">It is missing or damaged, or its names do not fit.</exception>
    public static Job Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Job>(InputFile.Read(path, InputFile.Document), Options)!.Validated(path);
        }
        catch (JsonException wrong)
        {
            throw new UserException($"{path}: {JsonMistake.Describe(wrong)}", "docs/slurm.md shows a job's file", 3, wrong);
        }
    }

    /// <summary>Writes the job.</summary>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public void Write(string path) => WholeFile.WriteText(path, JsonSerializer.Serialize(this, Options) + "\n");

    /// <summary>The task of a name.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public JobTask Task(string name) => Tasks.FirstOrDefault(task => task.Name == name)
        ?? throw new UserException($"job '{Name}' has no task '{name}'", $"its tasks are"
            + $" {string.Join(", ", Tasks.Select(task => task.Name))}");

    private Job Validated(string source)
    {
        var problems = new List<string>();
        if (Format != CurrentFormat)
        {
            problems.Add($"format is {Format}; this version reads {CurrentFormat}");
        }

        JobTask[] tasks = Tasks.IsDefault ? [] : [.. Tasks];
        if (tasks.Length == 0)
        {
            problems.Add("it has no tasks");
        }

        problems.AddRange(tasks.Select(task => task.Name).Append(Name).Where(name => !Plain().IsMatch(name))
            .Select(name => $"'{name}' is no name of letters, digits, dots and hyphens"));
        problems.AddRange(tasks.GroupBy(task => task.Name).Where(same => same.Count() > 1).Select(same => $"two tasks are named '{same.Key}'"));
        problems.AddRange(tasks.Where(task => task.Steps.IsDefaultOrEmpty || task.Steps.Any(step => step.Command.IsDefaultOrEmpty))
            .Select(task => $"task '{task.Name}' has no steps, or one without a command"));
        return problems.Count == 0 ? this : throw new UserException($"{source}: {string.Join("; ", problems)}", "docs/slurm.md"
            + " shows a job's file");
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.-]*$")]
    private static partial Regex Plain();
}

/// <summary>Where a job runs.</summary>
internal enum JobPlace
{
    /// <summary>Processes of this machine.</summary>
    Local,

    /// <summary>A job array of Slurm.</summary>
    Slurm,
}
