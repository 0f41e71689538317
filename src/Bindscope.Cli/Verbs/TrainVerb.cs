using System.CommandLine;
using Bindscope.Errors;
using Bindscope.Training.Loop;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Trains a preset from scratch, or takes up a training that was stopped.</summary>
internal sealed class TrainVerb : IVerb
{
    private readonly PresetOptions preset = new();
    private readonly Option<string?> run = new("--run")
    {
        Description = "name of the run under runs/, or a path; by default the preset and the seed",
    };

    private readonly Option<bool> resume = new("--resume") { Description = "take up the run where its newest checkpoint stands" };
    private readonly Option<bool> tensorBoard = new("--tensorboard")
    {
        Description = "write TensorBoard event files into the run's tensorboard/",
    };

    private readonly DeviceOption device = new();

    public TrainVerb()
    {
        Command = new Command("train", "Trains a Transformer from scratch and keeps checkpoints; --resume takes up a stopped training.")
        {
            run, resume, tensorBoard,
        };
        preset.AddTo(Command);
        device.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        // Before a folder is made, so that a device that is missing leaves nothing behind.
        var where = device.Resolve(request);
        var opened = request.GetValue(resume) ? Resumed(request) : Created(request);
        var trainer = new Trainer(opened, where, TimeProvider.System);
        if (opened.IsFinished)
        {
            trainer.Run(_ => { }, cancellation);
            terminal.Error.WriteLine($"{opened.Directory} is finished: it stands at its last step, {opened.Preset.Training.Steps}");
            return ExitCode.Success;
        }

        using var display = new TrainingDisplay(opened, terminal, TimeProvider.System);
        using var events = new TrainingEvents(
            request.GetValue(tensorBoard) ? Path.Combine(opened.Directory, "tensorboard") : null, TimeProvider.System);
        try
        {
            trainer.Run(Show, cancellation);
        }
        catch (OperationCanceledException stopped)
        {
            display.Dispose();
            terminal.Error.WriteLine($"{stopped.Message}; nothing is lost");
            terminal.Error.WriteLine($"hint: go on with `./bindscope train --resume --run {opened.Directory}`");
            throw;
        }

        display.Finish();
        return ExitCode.Success;

        void Show(TrainingProgress progress)
        {
            display.Show(progress);
            events.Show(progress);
        }
    }

    private Run Created(ParseResult request)
    {
        var resolved = preset.Resolve(request);
        var name = request.GetValue(run) ?? $"{resolved.Name}-{resolved.Training.Seed}";
        return Training.Runs.Run.Create(Training.Runs.Run.Locate(name), resolved);
    }

    private Run Resumed(ParseResult request)
    {
        if (request.GetValue(run) is not { } name)
        {
            throw new UserException("--resume does not know which run to take up", "name it with --run");
        }

        return preset.Given(request) is { Count: > 0 } given
            ? throw new UserException(
                $"--resume takes up a run as its spec.json says; it cannot be given {string.Join(" or ", given)}",
                $"leave {string.Join(" and ", given)} out, or train a new run")
            : Training.Runs.Run.Open(Training.Runs.Run.Locate(name));
    }
}
