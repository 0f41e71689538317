using System.CommandLine;
using Bindscope.Analysis.Seeds;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Training.Loop;

namespace Bindscope.Cli.Verbs;

/// <summary>Trains a preset from scratch, or takes up a training that was stopped.</summary>
internal sealed class TrainVerb : IVerb
{
    private readonly PresetOptions preset = new();
    private readonly OriginOptions origin = new();
    private readonly Option<string?> run = new("--run")
    {
        Description = "name of the run under runs/, or a path; by default the preset and the seed",
    };

    private readonly Option<bool> resume = new("--resume") { Description = "continue the run from its newest checkpoint" };
    private readonly Option<bool> tensorBoard = new("--tensorboard")
    {
        Description = "write TensorBoard event files into the run's tensorboard/",
    };

    private readonly DeviceOption device = new();
    private IGradientDevice? computesOn;
    private readonly Option<string[]> seeds = SeedList.Option(
        "train once from each of these seeds (42,256,416): runs NAME-SEED; finished ones are skipped, and a table of all is printed");

    private readonly Option<int> jobs = new("--jobs")
    {
        Description = "with --seeds: trainings at once, each in its own process with training.workers threads",
        DefaultValueFactory = _ => 1,
    };

    public TrainVerb()
    {
        Command = new Command("train", "Trains a Transformer from scratch and keeps checkpoints; --resume continues a stopped training.")
        {
            run, resume, tensorBoard, seeds, jobs,
        };
        preset.AddTo(Command);
        origin.AddTo(Command);
        device.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        // Before a folder is made, so that a device that is missing leaves nothing behind.
        computesOn = device.ForTraining(request);
        if (request.GetValue(seeds) is { Length: > 0 } list)
        {
            return Several(request, SeedList.ParseSeveral(list), terminal, cancellation);
        }

        if (request.GetResult(jobs) is { Implicit: false })
        {
            throw new UserException("--jobs runs several trainings, and --seeds names none", "add --seeds 1,2,3, or leave --jobs out");
        }

        Train(request.GetValue(resume) ? Resumed(request) : Created(request), request, terminal, cancellation);
        return ExitCode.Success;
    }

    private void Train(Run opened, ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var trainer = new Trainer(opened, TimeProvider.System, computesOn);
        if (opened.IsFinished)
        {
            trainer.Run(_ => { }, cancellation);
            terminal.Error.WriteLine($"{opened.Directory} is finished: it has reached its last step, {opened.Preset.Training.Steps}");
            return;
        }

        using var display = new TrainingDisplay(opened, terminal, TimeProvider.System);
        using var events = new TrainingEvents(
            request.GetValue(tensorBoard) ? Path.Combine(opened.Directory, "tensorboard") : null, opened.MetricsPath, TimeProvider.System);
        try
        {
            trainer.Run(Show, cancellation);
        }
        catch (OperationCanceledException stopped)
        {
            display.Dispose();
            terminal.Error.WriteLine($"{stopped.Message}; nothing is lost");
            terminal.Error.WriteLine($"hint: continue with `{OwnProgram.Spelling} train --resume --run {ShellWord.Of(opened.Directory)}`");
            throw;
        }

        display.Finish();

        void Show(TrainingProgress progress)
        {
            display.Show(progress);
            events.Show(progress);
        }
    }

    /// <summary>Trains a preset from several seeds and puts the runs side by side.</summary>
    private int Several(ParseResult request, IReadOnlyList<ulong> list, Terminal terminal, CancellationToken cancellation)
    {
        if (request.GetValue(resume) || preset.Given(request).Contains("--seed"))
        {
            throw new UserException(
                "--seeds resumes its runs itself and already names every seed", "leave --resume and --seed out");
        }

        if (origin.Given(request).Contains("--extend"))
        {
            throw new UserException("--extend goes on with one run, and --seeds names several", "leave one of the two out");
        }

        if (request.GetValue(jobs) < 1)
        {
            throw new UserException($"--jobs is {request.GetValue(jobs)}; it must be at least 1", "leave it out for one after the other");
        }

        var resolved = origin.Resolve(request, preset);
        Trainer.RequireDeviceFor(resolved.Training.Precision, computesOn);
        string name = request.GetValue(run) ?? resolved.Name;
        Run[] runs =
        [
            .. list.Select(seed => SeedRuns.OpenOrCreate(
                Runs.Run.Locate($"{name}-{seed}"), resolved with { Training = resolved.Training with { Seed = seed } })),
        ];
        string[] options = request.GetValue(tensorBoard) ? [tensorBoard.Name] : [];
        new SeedRuns(terminal, opened => Train(opened, request, terminal, cancellation), options)
            .Train(runs, request.GetValue(jobs), cancellation);
        SeedsResult seeds = SeedsAnalysis.Run(runs);
        terminal.WriteTables(SeedsAnalysis.Info.Title, SeedsAnalysis.Views(seeds));
        var spec = new SeedsSpec([.. runs.Select(run => run.Directory)]);
        terminal.Keep(SeedsAnalysis.Info.Folder(runs[0], spec), spec, seeds);
        return ExitCode.Success;
    }

    private Run Created(ParseResult request)
    {
        var resolved = origin.Resolve(request, preset);
        Trainer.RequireDeviceFor(resolved.Training.Precision, computesOn);
        return origin.Create(request, Runs.Run.Locate(request.GetValue(run) ?? origin.NameOf(request, resolved)), resolved);
    }

    private Run Resumed(ParseResult request)
    {
        if (request.GetValue(run) is not { } name)
        {
            throw new UserException("--resume needs the name of a run", "name it with --run");
        }

        string[] given = [.. preset.Given(request), .. origin.Given(request)];
        return given.Length > 0
            ? throw new UserException(
                $"--resume continues a run exactly as its spec.json says; it cannot be given {string.Join(" or ", given)}",
                $"leave {string.Join(" and ", given)} out, or train a new run")
            : Runs.Run.Open(Runs.Run.Locate(name));
    }
}
