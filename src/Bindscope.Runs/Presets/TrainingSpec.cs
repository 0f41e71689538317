using System.Collections.Immutable;

namespace Bindscope.Runs.Presets;

/// <summary>Everything that decides a training beside the task and the model.</summary>
/// <param name="Steps">Optimizer updates.</param>
/// <param name="Batch">Programs per update; at the beginning where <see cref="BatchChanges"/> are given.</param>
/// <param name="Objective">What the loss is taken over.</param>
/// <param name="Optimizer">AdamW's constants.</param>
/// <param name="LearningRate">The rate over the steps.</param>
/// <param name="Source">The training split or newly drawn programs.</param>
/// <param name="Curriculum">Stages from easy to the task itself; empty trains on the task from the first step, as the paper does.</param>
/// <param name="Evaluations">When the model is evaluated.</param>
/// <param name="EvaluationPrograms">How many programs of the test split every evaluation uses; always the same ones.</param>
/// <param name="Checkpoints">When a checkpoint is kept.</param>
/// <param name="Seed">Decides the initial weights, the batches and dropout.</param>
/// <param name="Workers">Threads that share each batch; the result does not depend on their number.</param>
/// <param name="Threads">Multiplies the workers. Of the time when each of them had threads of its own.</param>
/// <param name="Precision">What the steps are computed in; weights and optimizer state are float32 always. Runs from before there was a
/// choice lack this field.</param>
/// <param name="AverageFrom">Share of all steps after which the mean of the weights over the updates is kept: it takes the weights' place
/// after the last update. 1 for none.</param>
public sealed record TrainingSpec(
    int Steps,
    int Batch,
    Objective Objective,
    OptimizerSpec Optimizer,
    LearningRateSpec LearningRate,
    DataSource Source,
    ImmutableArray<Stage> Curriculum,
    Cadence Evaluations,
    int EvaluationPrograms,
    Cadence Checkpoints,
    ulong Seed = 42,
    int Workers = 1,
    int Threads = 1,
    [property: MayBeMissing] Precision Precision = Precision.Single,
    [property: MayBeMissing] double AverageFrom = 1)
{
    /// <summary>Other batches later in the training, ascending; none as in the paper.</summary>
    [MayBeMissing]
    public ImmutableArray<BatchChange> BatchChanges { get; init; } = [];

    /// <summary>What is taken from the model, or held, for a part of the training; null for nothing, as in the paper.</summary>
    [MayBeMissing]
    public Clamp? Clamp { get; init; }

    /// <summary>What it began with; null for weights drawn by the seed.</summary>
    [MayBeMissing]
    public TrainingOrigin? Origin { get; init; }

    /// <summary>The learning rate of the update that leads from a step to the next.</summary>
    /// <param name="step">Updates made so far.</param>
    public double RateAt(int step) => RateAt(step, LearningRate.Peak);

    /// <summary>The same with another peak, for parameters that have a rate of their own.</summary>
    /// <param name="step">Updates made so far.</param>
    /// <param name="peak">The rate after the warm-up.</param>
    public double RateAt(int step, double peak)
    {
        var from = Origin?.RateFrom ?? 0;
        return (LearningRate with { Peak = peak }).At(step - from, Steps - from);
    }

    /// <summary>Programs of the update that leads from a step to the next.</summary>
    /// <param name="step">Updates made so far.</param>
    public int BatchAt(int step) => BatchChanges.LastOrDefault(change => FirstStep(change) <= step)?.Batch ?? Batch;

    /// <summary>Programs of all updates before a step.</summary>
    /// <param name="step">Updates made so far.</param>
    public long ProgramsBefore(int step)
    {
        long programs = 0;
        var (from, batch) = (0, Batch);
        foreach (var change in BatchChanges)
        {
            programs += (long)batch * Math.Max(0, Math.Min(step, FirstStep(change)) - from);
            (from, batch) = (FirstStep(change), change.Batch);
        }

        return programs + ((long)batch * Math.Max(0, step - from));
    }

    /// <summary>The same with more steps: batches change and a clamp holds where they did.</summary>
    /// <param name="steps">All steps, those before included.</param>
    public TrainingSpec WithSteps(int steps) => this with
    {
        Steps = steps,
        BatchChanges = [.. BatchChanges.Select(change => change with { From = (FirstStep(change) - 0.5) / steps })],
        Clamp = Clamp?.WithSteps(Steps, steps),
    };

    private int FirstStep(BatchChange change) => (int)Math.Ceiling(change.From * Steps);

    internal IEnumerable<string> Problems()
    {
        if (Steps < 1)
        {
            yield return $"training.steps is {Steps}; it must be 1 or more";
        }

        if (Batch < 1 || Workers < 1)
        {
            yield return $"training.batch ({Batch}) and training.workers ({Workers}) must be 1 or more";
        }

        for (var i = 0; i < BatchChanges.Length; i++)
        {
            var (from, batch) = BatchChanges[i];
            if (batch < 1)
            {
                yield return $"training.batchChanges[{i}].batch is {batch}; it must be 1 or more";
            }

            if (from is not (> 0 and < 1) || (i > 0 && from <= BatchChanges[i - 1].From))
            {
                yield return $"training.batchChanges[{i}].from is {from}; it must be above {(i == 0 ? 0 : BatchChanges[i - 1].From)} and below 1";
            }
        }

        if (AverageFrom is not (>= 0 and <= 1))
        {
            yield return $"training.averageFrom is {AverageFrom}; it must be a share from 0 to 1 (1 averages nothing)";
        }

        if (Threads < 1)
        {
            yield return $"training.threads is {Threads}; it must be 1 or more";
        }

        if (!Enum.IsDefined(Precision))
        {
            yield return $"training.precision is {Precision}; it must be {nameof(Precision.Single)} or {nameof(Precision.MixedBFloat16)}";
        }

        foreach (var problem in Clamp?.Problems() ?? [])
        {
            yield return problem;
        }

        foreach (var problem in Objective.Problems().Concat(Optimizer.Problems()).Concat(LearningRate.Problems(Steps - (Origin?.RateFrom ?? 0)))
            .Concat(Origin?.Problems(Steps) ?? []).Concat(Evaluations.Problems("training.evaluations")).Concat(Checkpoints.Problems("training.checkpoints")))
        {
            yield return problem;
        }

        if (!Curriculum.IsEmpty && Source == DataSource.Split)
        {
            yield return "training.curriculum draws its own programs: it goes with training.source 'fresh' only";
        }

        if (!Curriculum.IsEmpty && Curriculum[0].Review > 0)
        {
            yield return "training.curriculum[0]: the first stage has nothing to review";
        }
    }
}

/// <summary>Another batch from some point of a training on.</summary>
/// <param name="From">Share of all steps after which it holds, above 0 and below 1.</param>
/// <param name="Batch">Programs per update from then on.</param>
public sealed record BatchChange(double From, int Batch);

/// <summary>What a training step is computed in. Weights, gradients' sums and optimizer state are float32 either way.</summary>
public enum Precision
{
    /// <summary>Everything in float32.</summary>
    Single,

    /// <summary>
    /// Mixed precision: the blocks' matrix products, forward and backward, in bfloat16 (8 significant bits) of weights that are rounded
    /// anew for each step; the rest in float32. docs/training.md lists what is computed in which.
    /// </summary>
    /// <remarks>Micikevicius et al. 2018, "Mixed precision training"; bfloat16 has float32's range, so no loss scaling is needed.</remarks>
    MixedBFloat16,
}
