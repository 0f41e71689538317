using Bindscope.Errors;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Training.Loop;

/// <summary>Where a training stands, for whoever watches it.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="Steps">Updates of the whole training.</param>
/// <param name="StepsPerSecond">Rate since this process took the training up, evaluations and checkpoints included; 0 at the start.</param>
/// <param name="Remaining">Time left at that rate; null at the start.</param>
/// <param name="Evaluation">The evaluation of this very step, or null where there was none.</param>
public readonly record struct TrainingProgress(int Step, int Steps, double StepsPerSecond, TimeSpan? Remaining, Evaluation? Evaluation);

/// <summary>Trains a run from where it stands to its last step: evaluates and keeps checkpoints on the way.</summary>
/// <remarks>However often it is stopped or killed and taken up again, the finished folder holds the same bytes, timing.jsonl
/// apart.</remarks>
public sealed class Trainer
{
    private readonly Run run;
    private readonly TimeProvider time;
    private readonly IGradientDevice? device;
    private readonly TrainingSpec spec;
    private readonly HashSet<int> evaluations;
    private readonly HashSet<int> checkpoints;

    /// <summary>A trainer of one run.</summary>
    /// <param name="run">The run; new, or to be taken up from its newest checkpoint.</param>
    /// <param name="time">The clock for rates and timing.jsonl.</param>
    /// <param name="device">Computes the gradients; null for the processor.</param>
    public Trainer(Run run, TimeProvider time, IGradientDevice? device = null)
    {
        this.run = run;
        this.time = time;
        this.device = device;
        spec = run.Preset.Training;
        checkpoints = [.. spec.Checkpoints.Steps(spec.Steps)];
        if (spec.Origin is { Kind: OriginKind.End } origin)
        {
            checkpoints.Add(origin.Step);
        }

        if (StepOfHeadClamp is { } step)
        {
            checkpoints.Add(step);
        }

        evaluations = [.. spec.Evaluations.Steps(spec.Steps), .. checkpoints];
    }

    /// <summary>The step whose weights a clamp of heads needs, however often the training is taken up; null without one.</summary>
    private int? StepOfHeadClamp => spec.Clamp is { Heads.IsEmpty: false } clamp ? clamp.FirstStep(spec.Steps) : null;

    /// <summary>Refuses a precision that a device does not compute in.</summary>
    /// <param name="precision">The precision that is wanted.</param>
    /// <param name="device">Computes the gradients; null for the processor.</param>
    /// <exception cref="UserException">The processor computes in single precision alone.</exception>
    public static void RequireDeviceFor(Precision precision, IGradientDevice? device)
    {
        if (precision == Precision.MixedBFloat16 && device is null)
        {
            throw new UserException(
                "training.precision is mixedBFloat16, and the processor computes in single alone",
                "train with training.precision=single, or with --device cuda of the program that `make torch` builds in a clone");
        }
    }

    /// <summary>Trains to the last step. Of a finished run only what was left behind when it was killed is cleared up.</summary>
    /// <param name="progress">Told after every step, and once where the training stands at the start, on the calling thread.</param>
    /// <param name="cancellation">Stops after the step under way, with a checkpoint to resume from.</param>
    /// <exception cref="OperationCanceledException">It was stopped; a checkpoint of the step reached has been written.</exception>
    /// <exception cref="UserException">Another process trains here, or a file cannot be written or read.</exception>
    public void Run(Action<TrainingProgress> progress, CancellationToken cancellation)
    {
        RequireDeviceFor(spec.Precision, device);
        if (spec.Clamp is not null && device is not null)
        {
            throw new UserException($"training.clamp is done on the processor only, not on {device.Name}", "leave --device out, or set training.clamp to null");
        }

        using var held = RunLock.Take(run.Directory);
        if (run.IsFinished)
        {
            run.Checkpoints.Tidy(checkpoints.Contains);
            return;
        }

        var splits = Splits(cancellation);
        FloorsFile.Keep(run, splits);
        using var loop = new TrainingLoop(run.Preset, splits, device);
        var resumed = Restore(loop);
        RunEnvironments.Note(run.Directory, loop.Step, RunEnvironment.Here(spec.Workers, spec.Threads, device?.Name ?? "cpu", device?.Software));
        var evaluator = new Evaluator([.. splits.Test.Take(spec.EvaluationPrograms)], spec.Objective.Loss == LossScope.AllTokens);
        var timing = new TimingFile(run.Directory, time, loop.Step);
        while (true)
        {
            Evaluation? evaluation = null;
            if (!resumed)
            {
                evaluation = EvaluateIfDue(loop, evaluator, timing);
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

    private ProgramSplits Splits(CancellationToken cancellation)
    {
        try
        {
            return spec.Source == DataSource.Fresh ? run.HeldBackSplits(cancellation) : run.DrawSplits(cancellation);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("stopped before the first step", e, cancellation);
        }
    }

    private bool Restore(TrainingLoop loop)
    {
        var newest = run.Checkpoints.ToGoOnFrom();
        if (newest is { } step)
        {
            RequireSameRun(step);
            var meta = run.Checkpoints.Restore(step, loop.Model, loop.Optimizer.Moments);
            loop.GoOnFrom(meta, StepOfHeadClamp is { } clamped && clamped < step ? run.LoadModel(clamped) : null);
        }
        else if (spec.Origin is { } origin)
        {
            loop.Model.Parameters.WriteAll(OtherRun.Weights(origin, run.Preset.Model).Parameters.Flat);
        }

        run.Checkpoints.Tidy(checkpoints.Contains);
        MetricsFile.TruncateAfter(run.MetricsPath, newest ?? -1);
        return newest is not null;
    }

    /// <summary>What was made before a checkpoint must still be there: going on would otherwise finish a run that lacks it.</summary>
    private void RequireSameRun(int step)
    {
        if (step > spec.Steps)
        {
            throw new UserException(
                $"{run.Checkpoints.Folder(step)} is beyond the last step in spec.json, {spec.Steps}",
                "bring back the spec.json that the run was started with; for another number of steps train a new run", 3);
        }

        HashSet<long> made = File.Exists(run.MetricsPath)
            ? [.. MetricsFile.Read(run.MetricsPath).Evaluations.Select(evaluation => evaluation.Step)]
            : [];
        int[] lost = [.. evaluations.Where(due => due <= step && !made.Contains(due)).Order()];
        if (lost.Length > 0)
        {
            throw new UserException(
                $"{run.MetricsPath} lacks {lost.Length} of the evaluations made before the checkpoint of step {step}, from step {lost[0]} on",
                $"bring the file back; or delete {Path.GetDirectoryName(run.Checkpoints.Folder(step))} to train again from the beginning", 3);
        }
    }

    private Evaluation? EvaluateIfDue(TrainingLoop loop, Evaluator evaluator, TimingFile timing)
    {
        if (!evaluations.Contains(loop.Step))
        {
            return null;
        }

        var evaluation = evaluator.Run(loop.Model, spec.Workers, loop.TakeMeasures(), loop.Clamp, CancellationToken.None);
        RequireFinite(evaluation.Loss, loop.Step);
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
            Checkpoint(loop);
            throw new OperationCanceledException($"stopped at step {loop.Step} of {spec.Steps}", cancellation);
        }
    }

    /// <summary>The step's checkpoint is there already where the training is stopped at once after it was taken up.</summary>
    private void Checkpoint(TrainingLoop loop)
    {
        if (!Directory.Exists(run.Checkpoints.Folder(loop.Step)))
        {
            var meta = loop.Meta();
            RequireFinite(meta.Unreported.Loss, loop.Step);
            run.Checkpoints.Write(meta, loop.Model, loop.Optimizer.Moments);
            run.Checkpoints.Tidy(checkpoints.Contains);
        }
    }

    private static void RequireFinite(double loss, int step)
    {
        if (!double.IsFinite(loss))
        {
            throw new UserException(
                $"the loss became {loss} before step {step}",
                "train a new run with a lower training.learningRate.peak or with training.optimizer.clipNorm", 3);
        }
    }
}
