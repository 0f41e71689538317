using Bindscope.Analysis.KnownCircuits;
using Bindscope.Analysis.Results;
using Bindscope.Cli.Jobs;
using Bindscope.Cli.Verbs;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Cli;
using Bindscope.Tests.Training;
using Bindscope.Training.Compiled;
using Bindscope.Training.Loop;
using Bindscope.Web;
using Bindscope.Web.Export;

namespace Bindscope.Tests.Crashes;

/// <summary>Every command that changes files, on runs of six steps.</summary>
internal static class Scenarios
{
    private static readonly Preset Preset = TinyPresets.Fresh with
    {
        Data = new DataSpec(Train: 0, Validation: 10, Test: 20),
        Model = TinyPresets.Fresh.Model with { Layers = 1, Heads = 1, HeadWidth = 16 },
        Training = TinyPresets.Fresh.Training with
        {
            Steps = 6,
            LearningRate = TinyPresets.Fresh.Training.LearningRate with { WarmupSteps = 2 },
            Evaluations = new Cadence(First: 2, Every: 2),
            Checkpoints = new Cadence(First: 3, Every: 3),
            EvaluationPrograms = 10,
            Workers = 1,
        },
    };

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new("train", _ => { }, folder => Scenario.Reported(() => Train(Path.Combine(folder, "run")))),
        Scenario.Of("phases", Trained, "phases", "--run", "{0}/run"),
        Scenario.Of("eval", Trained, "eval", "--run", "{0}/run"),
        Scenario.Of("patch residual over another question", Patched, "patch", "residual", "--run", "{0}/run", "--programs", "2", "--all-programs"),
        Scenario.Of("development", Trained, "development", "--run", "{0}/run", "--programs", "1", "--all-programs"),
        Scenario.Of("analyze lens over training", Trained, "analyze", "lens", "--run", "{0}/run", "--checkpoint", "all", "--programs", "2"),
        Scenario.Of("analyze all", Trained, "analyze", "all", "--run", "{0}/run", "--programs", "2", "--workers", "1"),
        new("demo", Config, Demo),
        Scenario.Of("train several seeds", Config, "train", "--config", "{0}/preset.json", "--seeds", "1,2", "--run", "{0}/run", "--workers", "1"),
        Scenario.Of(
            "activations", Trained, "activations", "--run", "{0}/run", "--sites", "logits", "--programs", "2", "--out", "{0}/acts.safetensors"),
        Scenario.Of("figure", Trained, "figure", "--run", "{0}/run", "--out", "{0}/figures/figure.svg"),
        Scenario.Of("report", Trained, "report", "--run", "{0}/run"),
        Scenario.Of("report over an earlier one", Reported, "report", "--run", "{0}/run"),
        new("checkpoints pack", Trained, folder => Packed(folder)),
        new("export-model", Trained, folder => Whole(Scenario.Of("", _ => { }, "export-model", "--run", "{0}/run", "--out", "{0}/neox").Act(folder))),
        Scenario.Of("table", Trained, "table", "--runs", "{0}/run", "--csv", "{0}/runs.csv", "--parquet", "{0}/runs.parquet"),
        new("train past the end", Trained, folder => Whole(Scenario.Reported(() => Extend(folder)))),
        new("export", Site, folder => Scenario.Reported(() => Export(folder))),
        new("export over an earlier one", Exported, folder => Scenario.Reported(() => Export(folder))),
        new("compile", _ => { }, folder => Whole(Scenario.Reported(() =>
            CompiledRun.Write(new Circuit(CircuitKind.Values, HasShortcut: true, 20, 10), Path.Combine(folder, "compiled"), 1, CancellationToken.None)))),
        new("calibrate", _ => { }, Calibrate),
        Scenario.Of("jobs written", Trained, "jobs", "all", "--runs", "{0}/run", "--write", "{0}/all.json"),
        new("jobs task", Task, folder =>
        {
            // The task names its run by its whole path, which is another in the copy.
            string job = Path.Combine(folder, "job.json");
            File.WriteAllText(job, File.ReadAllText(job).Replace(Elsewhere, folder, StringComparison.Ordinal));
            return Scenario.Of("", _ => { }, "jobs", "task", "{0}/job.json", "one").Act(folder);
        }),
        new("jobs run", Job, folder => Scenario.Of("", _ => { }, "jobs", "run", "{0}/job.json", "--folder", "{0}/jobs").Act(folder)),
        Scenario.Of("results", Reported, "results", "{0}/run/report/report.json", "--into", "{0}/README.md"),
    ];

    private static void Train(string folder)
    {
        Run run = File.Exists(Path.Combine(folder, "spec.json")) ? Run.Open(folder) : Run.Create(folder, Preset.Validated());
        new Trainer(run, TimeProvider.System).Run(_ => { }, CancellationToken.None);
    }

    private static void Extend(string folder)
    {
        var finished = Run.Open(Path.Combine(folder, "run"));
        OtherRun.Create(finished, Path.Combine(folder, "longer"), OtherRun.Extended(finished, 3));
    }

    private static void Trained(string folder) => Train(Path.Combine(folder, "run"));

    private static void Patched(string folder)
    {
        Trained(folder);
        Assert.Equal(0, Scenario.Of("", _ => { }, "patch", "residual", "--run", "{0}/run", "--programs", "3", "--all-programs").Act(folder).Code);
        File.WriteAllText(Path.Combine(folder, "run/analyses/patch-residual-000006/notes.txt"), "of the user");
    }

    private static void Reported(string folder)
    {
        Trained(folder);
        Assert.Equal(0, Scenario.Of("", _ => { }, "report", "--run", "{0}/run").Act(folder).Code);
        File.WriteAllText(Path.Combine(folder, "run/report/notes.txt"), "of the user");
        File.WriteAllText(Path.Combine(folder, "run/report/figures/mine.svg"), "of the user");
        File.WriteAllText(Path.Combine(folder, "README.md"), "# Mine\n<!-- results: begin (make results) -->\n<!-- results: end -->\n");
    }

    private static (int Code, string Error) Packed(string folder) => Whole(Scenario
        .Of("", _ => { }, "checkpoints", "pack", "--run", "{0}/run", "--out", "{0}/packed", "--keep", "2", "--half").Act(folder));

    /// <summary>A new folder that was finished before its command was killed is refused the second time, and is whole.</summary>
    private static (int Code, string Error) Whole((int Code, string Error) answer) =>
        answer.Code == 2 && answer.Error.Contains("exists already", StringComparison.Ordinal) ? (0, answer.Error) : answer;

    private static void Config(string folder) => File.WriteAllText(Path.Combine(folder, "preset.json"), PresetJson.Write(Preset));

    /// <summary>The demo's commands one after the other, as it runs them in processes of their own.</summary>
    private static (int Code, string Error) Demo(string folder)
    {
        string run = Path.Combine(folder, "run");
        DemoPlan plan = File.Exists(Path.Combine(run, "spec.json"))
            ? DemoPlan.GoOn(Run.Open(run))
            : DemoPlan.Begin(run, Preset.Name, 1, ["--config", Path.Combine(folder, "preset.json")]);
        return plan.Steps.Select(step => Scenario.Of("", _ => { }, [.. step.Arguments]).Act(folder))
            .FirstOrDefault(answer => answer.Code != 0, (Code: 0, Error: ""));
    }

    private static (int Code, string Error) Calibrate(string folder)
    {
        CommandLine answer = CommandLine.Run(
            [new CalibrateVerb((_, _, keep, _) =>
            {
                var all = new CalibrationResult(CalibrationResult.CurrentFormat, [], [], []);
                keep(all);
                return all;
            })],
            "",
            ["calibrate", "--into", Path.Combine(folder, "counts/calibration.json")],
            CancellationToken.None);
        Assert.Contains("found of built", answer.Out, StringComparison.Ordinal);
        return (answer.ExitCode, answer.Error);
    }

    private const string Elsewhere = "/wherever";

    private static void Task(string folder)
    {
        Trained(folder);
        string run = Path.Combine(Elsewhere, "run");
        Bindscope.Cli.Jobs.Job.Of("tiny", [new JobTask("one", [
            new JobStep(["phases", "--run", run], Path.Combine(run, "analyses/phases/result.json")),
            new JobStep(["eval", "--run", run], Path.Combine(run, "analyses/evaluation-000006/result.json"))])])
            .Write(Path.Combine(folder, "job.json"));
    }

    private static void Site(string folder)
    {
        Train(Path.Combine(folder, "runs/run"));
        Directory.CreateDirectory(Path.Combine(folder, "dist/assets"));
        File.WriteAllText(Path.Combine(folder, "dist/index.html"), "<!doctype html>");
        File.WriteAllText(Path.Combine(folder, "dist/assets/page.js"), "export {};");
    }

    private static void Exported(string folder)
    {
        Site(folder);
        File.WriteAllText(Path.Combine(folder, "dist/assets/earlier.js"), "export {};");
        Export(folder);
        File.Delete(Path.Combine(folder, "dist/assets/earlier.js"));
        Directory.CreateDirectory(Path.Combine(folder, "site/.git"));
        File.WriteAllText(Path.Combine(folder, "site/.git/HEAD"), "ref: refs/heads/main");
        File.WriteAllText(Path.Combine(folder, "site/CNAME"), "example.org");
        File.WriteAllText(Path.Combine(folder, "site/assets/mine.css"), "of the user");
    }

    private static void Export(string folder) => SiteExport.Run(
        new SiteOptions([new RunRoot(Path.Combine(folder, "runs"))], Port: 0, FrontEnd: Path.Combine(folder, "dist")),
        Path.Combine(folder, "site"),
        new Work()).GetAwaiter().GetResult();

    private static void Job(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "done"), "");
        Bindscope.Cli.Jobs.Job.Of("tiny", [new JobTask("one", [new JobStep(["phases", "--run", "none"], Path.Combine(folder, "done"))])])
            .Write(Path.Combine(folder, "job.json"));
    }
}
