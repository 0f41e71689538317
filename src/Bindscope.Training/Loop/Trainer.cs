using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Training.Presets;
using Bindscope.Training.Runs;
using static TorchSharp.torch;

namespace Bindscope.Training.Loop;

/// <summary>Trains a run from where it stands to its last step: evaluates and keeps checkpoints on the way.</summary>
/// <remarks>However often it is stopped or killed and taken up again, the finished folder holds the same bytes, timing.jsonl apart.</remarks>
public sealed class Trainer
{
    private readonly Run run;
    private readonly Device device;
    private readonly TimeProvider time;
    private readonly TrainingSpec spec;
    private readonly HashSet<int> evaluations;
    private readonly HashSet<int> checkpoints;

    /// <summary>A trainer of one run.</summary>
    /// <param name="run">The run; new, or to be taken up from its newest resumable checkpoint.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="time">The clock for rates and timing.jsonl.</param>
    public Trainer(Run run, Device device, TimeProvider time)
    {
        this.run = run;
        this.device = device;
        this.time = time;
        spec = run.Preset.Training;
        checkpoints = [.. spec.Checkpoints.Steps(spec.Steps)];
        evaluations = [.. spec.Evaluations.Steps(spec.Steps), .. checkpoints];
    }

    /// <summary>Trains to the last step.</summary>
    /// <param name="progress">Told after every step, on the calling thread.</param>
    /// <param name="cancellation">Stops after the step under way, with a checkpoint to resume from.</param>
    /// <exception cref="OperationCanceledException">It was stopped; a checkpoint of the step reached has been written.</exception>
    /// <exception cref="UserException">Another process trains here, or a file cannot be written or read.</exception>
    public void Run(Action<TrainingProgress> progress, CancellationToken cancellation)
    {
        using var held = RunLock.Take(run.Directory);
        set_num_threads(spec.Threads);
        WriteEnvironment();
        var splits = run.Splits();
        using var loop = new TrainingLoop(run.Preset, splits, device);
        var resumed = Restore(loop);
        var evaluator = new Evaluator([.. splits.Test.Take(spec.EvaluationPrograms)]);
        var timing = new TimingFile(run.Directory, time, loop.Step);
        while (true)
        {
            Evaluation? evaluation = null;
            if (!resumed)
            {
                evaluation = EvaluateIfDue(loop, evaluator, timing, cancellation);
                CheckpointIfDue(loop);
            }

            resumed = false;
            progress(timing.Progress(loop.Step, spec.Steps, evaluation));
            if (loop.Step == spec.Steps)
            {
                return;
            }

            StopIfAsked(loop, cancellation);
            loop.Advance();
        }
    }

    private bool Restore(TrainingLoop loop)
    {
        var newest = run.Checkpoints.NewestResumable();
        if (newest is { } step)
        {
            loop.GoOnFrom(run.Checkpoints.Restore(step, loop.Model, loop.Optimizer));
            run.Checkpoints.Tidy(kept => checkpoints.Contains(kept));
        }

        MetricsFile.TruncateAfter(run.MetricsPath, newest ?? -1);
        return newest is not null;
    }

    private Evaluation? EvaluateIfDue(TrainingLoop loop, Evaluator evaluator, TimingFile timing, CancellationToken cancellation)
    {
        if (!evaluations.Contains(loop.Step))
        {
            return null;
        }

        var evaluation = evaluator.Run(loop.Model, spec.Workers, loop.TakeMeasures(), CancellationToken.None);
        if (!double.IsFinite(evaluation.Loss))
        {
            throw new UserException(
                $"the loss became {evaluation.Loss} before step {loop.Step}", "lower training.learningRate.peak or set training.optimizer.clipNorm", 3);
        }

        MetricsFile.Append(run.MetricsPath, evaluation);
        timing.Append(loop.Step, spec.Steps);
        return evaluation;
    }

    private void CheckpointIfDue(TrainingLoop loop)
    {
        if (checkpoints.Contains(loop.Step))
        {
            Checkpoint(loop);
        }
    }

    private void StopIfAsked(TrainingLoop loop, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            if (!checkpoints.Contains(loop.Step))
            {
                Checkpoint(loop);
            }

            throw new OperationCanceledException($"stopped at step {loop.Step} of {spec.Steps}", cancellation);
        }
    }

    private void Checkpoint(TrainingLoop loop)
    {
        if (!Directory.Exists(run.Checkpoints.Folder(loop.Step)))
        {
            run.Checkpoints.Write(loop.Meta(), loop.Model, loop.Optimizer);
        }

        run.Checkpoints.Tidy(step => checkpoints.Contains(step));
    }

    private void WriteEnvironment()
    {
        var environment = RunEnvironment.Here(device, spec.Workers, spec.Threads);
        WholeFile.WriteText(
            Path.Combine(run.Directory, "environment.json"), JsonSerializer.Serialize(environment, PresetJson.Options) + "\n");
    }
}
