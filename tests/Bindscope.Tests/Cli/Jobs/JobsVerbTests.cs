using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Analysis;
using Bindscope.Tests.Runs;

namespace Bindscope.Tests.Cli.Jobs;

/// <summary>Jobs of <c>phases</c> commands: each reads a run's metrics and leaves
/// analyses/phases/result.json.</summary>
public sealed class JobsVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bindscope-jobs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("local")]
    [InlineData("slurm")]
    public async Task WhatFailsIsRunAgainAndWhatIsFinishedIsNot(string place)
    {
        string job = WriteJob("a", "b", "c");
        Run("a");
        Run("b");

        // c has no run yet.
        Child first = await Jobs(place, "run", job);
        DateTime written = File.GetLastWriteTimeUtc(Result("a"));
        Run("c");
        Child second = await Jobs(place, "run", job);
        Child third = await Jobs(place, "run", job);

        Assert.Equal((3, "2 of 3 tasks are finished; left: c\n"), (first.ExitCode, first.Out));
        Assert.Contains("job try: 3 tasks, 0 of them finished already", first.Error, StringComparison.Ordinal);
        Assert.Contains("attempt 2: 0 of 1 finished", first.Error, StringComparison.Ordinal);
        Assert.Contains("c failed: error: ", first.Error, StringComparison.Ordinal);
        Assert.Equal((0, "all 3 tasks are finished\n"), (second.ExitCode, second.Out));
        Assert.Contains("2 of them finished already", second.Error, StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Result("a")));
        Assert.Equal((0, "all 3 tasks are finished\n"), (third.ExitCode, third.Out));
        Assert.DoesNotContain("attempt", third.Error, StringComparison.Ordinal);
        Assert.Equal(place == "slurm" ? 3 : 0, Submissions().Length);
        Assert.True(File.Exists(Path.Combine(folder, "jobs", "try", "logs", "a.log")));
    }

    [Fact]
    public async Task AnArrayThatIsUnderWayIsWaitedForAndNotSubmittedAgain()
    {
        string job = WriteJob("a");
        Run("a");
        string jobs = Path.Combine(folder, "jobs", "try");
        Directory.CreateDirectory(jobs);
        await File.WriteAllTextAsync(Path.Combine(jobs, "slurm-array"), "77\n", TestContext.Current.CancellationToken);
        // The queue of the fake Slurm: array 77 is there for one look, and then has done its task.
        await File.WriteAllTextAsync(Path.Combine(folder, "queue"), "77\n", TestContext.Current.CancellationToken);

        Child answer = await Jobs("slurm", "run", job, "--attempts", "1");

        Assert.Contains("array 77 of this job is under way: waiting for it", answer.Error, StringComparison.Ordinal);
        Assert.Empty(Submissions());
    }

    [Fact]
    public async Task SbatchThatRefusesIsExplained()
    {
        string job = WriteJob("a");
        Child answer = await Jobs("slurm", "run", job, "--slurm=--partition=none");

        Assert.Equal(3, answer.ExitCode);
        Assert.Contains("error: sbatch refused the array: invalid partition", answer.Error, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --partition=none", await File.ReadAllTextAsync(Path.Combine(folder, "jobs", "try", "array.sh"),
            TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void ASeedIsATrainingThatGoesOnWhereItBegan()
    {
        string file = Path.Combine(folder, "seeds.json");
        var answer = CommandLine.Run(
            "jobs", "seeds", "--preset", "quick", "--seeds", "1,2", "2", "--steps", "500", "--set", "training.batch=16", "--write",
                file);
        using JsonDocument job = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement[] tasks = [.. job.RootElement.GetProperty("tasks").EnumerateArray()];

        Assert.Equal((0, 2), (answer.ExitCode, tasks.Length));
        JsonElement step = tasks[1].GetProperty("steps")[0];
        Assert.Equal(
            "train --preset quick --seed 2 --run runs/quick-2 --set training.batch=16 --steps 500", Words(step.GetProperty("command")));
        Assert.Equal("train --resume --run runs/quick-2", Words(step.GetProperty("again")));
        Assert.Equal(("runs/quick-2/checkpoints/000500/weights.safetensors", "runs/quick-2/spec.json"),
            (step.GetProperty("output").GetString(), step.GetProperty("begun").GetString()));
    }

    [Theory]
    [InlineData("patch residual --programs 5", "patch residual --programs 5")]
    [InlineData("patch-residual --programs 5", "analyze patch-residual --programs 5")]
    [InlineData("analyze patch-residual --programs 5", "analyze patch-residual --programs 5")]
    public void AnAnalysisOfCheckpointsIsNamedAsACommandOrByItsName(string analysis, string command)
    {
        using var run = new TinyRun(5, 7);
        string file = Path.Combine(folder, "checkpoints.json");
        CommandLine answer = CommandLine.Run("jobs", "checkpoints", "--run", run.Run.Directory, "--analysis", analysis, "--write", file);
        using JsonDocument job = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement step = job.RootElement.GetProperty("tasks")[1].GetProperty("steps")[0];

        Assert.Equal(0, answer.ExitCode);
        Assert.Equal($"{command} --run {run.Run.Directory} --checkpoint 7", Words(step.GetProperty("command")));
        Assert.EndsWith("/patch-residual-000007/result.json", step.GetProperty("output").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("patch residual --programz 5", "There is no option --programz.", "bindscope analyze patch-residual --help lists its options.")]
    [InlineData("residual", "'residual' is no analysis of one checkpoint", "--analysis \"patch residual --programs 50\"; there are ")]
    public void AnAnalysisOfCheckpointsThatThereIsNotIsExplained(string analysis, string error, string hint)
    {
        using var run = new TinyRun(5);
        CommandLine answer = CommandLine.Run(
            "jobs", "checkpoints", "--run", run.Run.Directory, "--analysis", analysis, "--write", Path.Combine(folder, "checkpoints.json"));

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(error, answer.Error, StringComparison.Ordinal);
        Assert.Contains(hint, answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"format\":1,\"name\":\"x/y\",\"tasks\":[]}", "'x/y' is no name")]
    [InlineData("{\"format\":1,\"name\":\"x\",\"tasks\":[]}", "it has no tasks")]
    [InlineData("{\"format\":2,\"name\":\"x\",\"tasks\":[{\"name\":\"a\",\"steps\":[{\"command\":[\"run\"],\"output\":\"o\"}]}]}",
        "format is 2")]
    [InlineData("{\"format\":1,\"name\":\"x\",\"tasks\":[{\"name\":\"a\",\"steps\":[]}]}", "task 'a' has no steps")]
    public void AJobThatCannotBeRunSaysWhy(string text, string problem)
    {
        string file = Path.Combine(folder, "job.json");
        File.WriteAllText(file, text);
        UserException wrong = Assert.Throws<UserException>(() => Bindscope.Cli.Jobs.Job.Read(file));

        Assert.Contains(problem.Replace("it has no tasks", "no tasks", StringComparison.Ordinal), wrong.Message, StringComparison.Ordinal);
    }

    private static string Words(JsonElement array) => string.Join(' ', array.EnumerateArray().Select(word => word.GetString()));

    private string Result(string run) => Path.Combine(folder, run, "analyses", "phases", "result.json");

    private string[] Submissions() => File.Exists(Path.Combine(folder, "submitted")) ? File.ReadAllLines(Path.Combine(folder,
        "submitted")) : [];

    private void Run(string name)
    {
        Run run = Bindscope.Runs.Run.Create(Path.Combine(folder, name), Preset.Quick);
        MetricsFile.Append(run.MetricsPath, SampleEvaluation.At(0, 100));
    }

    private string WriteJob(params string[] runs)
    {
        string path = Path.Combine(folder, "job.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            format = 1,
            name = "try",
            tasks = runs.Select(run => new
            {
                name = run,
                steps = new[] { new { command = new[] { "phases", "--run", Path.Combine(folder, run) }, output = Result(run) } },
            }),
        }));
        return path;
    }

    private Task<Child> Jobs(string place, params string[] arguments)
    {
        WriteFakeSlurm();
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = Path.Combine(folder, "bin") + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["FAKE"] = folder,
            ["BINDSCOPE_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "bindscope"),
        };
        return Child.RunAsync(environment, ["jobs", .. arguments, "--on", place, "--folder", Path.Combine(folder, "jobs", "try")]);
    }

    /// <summary>An sbatch that runs every task of the array at once and in turn, and a squeue that shows what the file 'queue' holds,
    /// once.</summary>
    private void WriteFakeSlurm()
    {
        string bin = Path.Combine(folder, "bin");
        Directory.CreateDirectory(bin);
        Write("sbatch", """
            #!/bin/sh
            if grep -q 'partition=none' "$2"; then echo 'invalid partition' >&2; exit 1; fi
            echo "$2" >> "$FAKE/submitted"
            last=$(sed -n 's/^#SBATCH --array=0-\([0-9]*\).*/\1/p' "$2")
            for task in $(seq 0 "$last"); do SLURM_ARRAY_TASK_ID=$task sh "$2"; done
            echo 41
            """);
        Write("squeue", """
            #!/bin/sh
            if grep -q "^$3$" "$FAKE/queue" 2> /dev/null; then echo RUNNING; rm "$FAKE/queue.seen" 2> /dev/null && rm "$FAKE/queue";
                : > "$FAKE/queue.seen"; exit 0; fi
            echo 'slurm_load_jobs error: Invalid job id specified' >&2
            exit 1
            """);

        void Write(string name, string text)
        {
            string path = Path.Combine(bin, name);
            File.WriteAllText(path, text + "\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }
}
