using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Training.Batches;
using Bindscope.Training.Optimization;
using Bindscope.Training.Presets;
using Bindscope.Training.Runs;
using static TorchSharp.torch;

namespace Bindscope.Training.Loop;

/// <summary>The steps of one training in memory: model, optimizer and curriculum at some step, and how to make the next.</summary>
/// <remarks>Everything random is a function of (seed, step), so that a training taken up from a checkpoint goes on bit for bit.</remarks>
internal sealed class TrainingLoop : IDisposable
{
    private readonly Preset preset;

    /// <summary>What the steps differentiate: the model itself or, in mixed precision, the model with its linear layers rounded.</summary>
    private readonly Transformer stepped;
    private readonly IProgramSource source;
    private readonly GradientWorkers workers;
    private readonly Seed batchSeed;
    private readonly Seed dropoutSeed;
    private readonly Tensor loss;
    private readonly Tensor correct;
    private (long Programs, long Answers) seen;

    /// <summary>A training at its beginning.</summary>
    /// <param name="preset">A validated preset.</param>
    /// <param name="splits">The data.</param>
    /// <param name="device">Where the model lives.</param>
    public TrainingLoop(Preset preset, ProgramSplits splits, Device device)
    {
        this.preset = preset;
        var seed = new Seed(preset.Training.Seed);
        Model = Transformer.Create(preset.Model, seed.Split("weights").Value, device);
        stepped = preset.Training.Precision == Precision.MixedBFloat16 ? Model.InMixedPrecision() : Model;
        stepped.Parameters.RequireGradients(true);
        Optimizer = new FlatAdamW(
            Model.Parameters.Flat, preset.Training.Optimizer, Model.Parameters.Matrices,
            preset.Training.AverageFrom < 1 ? (int)(preset.Training.AverageFrom * preset.Training.Steps) : int.MaxValue);
        Curriculum = new Curriculum(preset.Training.Curriculum, preset.Task, default);
        batchSeed = seed.Split("batches");
        dropoutSeed = seed.Split("dropout");
        source = preset.Training.Source == DataSource.Split
            ? new SplitSource(splits, preset.Training, seed.Split("order"))
            : new FreshSource(preset.Task, splits, seed.Split("programs"));
        workers = new GradientWorkers(stepped, preset.Training.Workers);
        loss = zeros(1, device: device).DetachFromDisposeScope();
        correct = zeros(1, int64, device: device).DetachFromDisposeScope();
    }

    /// <summary>The model with its float32 weights, as it is evaluated and kept.</summary>
    public Transformer Model { get; }

    public FlatAdamW Optimizer { get; }

    public Curriculum Curriculum { get; private set; }

    /// <summary>Updates made.</summary>
    public int Step { get; private set; }

    /// <summary>Takes up where a checkpoint was written; weights and moments have been read already.</summary>
    public void GoOnFrom(CheckpointMeta meta)
    {
        if (meta.Curriculum.Stage >= Math.Max(1, preset.Training.Curriculum.Length))
        {
            throw new UserException(
                $"the checkpoint of step {meta.Step} stands in stage {meta.Curriculum.Stage} "
                + $"of a curriculum of {preset.Training.Curriculum.Length}",
                "the checkpoint or spec.json comes from another run; bring back the files that belong together", 3);
        }

        using var scope = NewDisposeScope();
        Step = meta.Step;
        Curriculum = new Curriculum(preset.Training.Curriculum, preset.Task, meta.Curriculum);
        seen = (meta.Unreported.Programs, meta.Unreported.Answers);
        loss.fill_(meta.Unreported.Loss);
        correct.fill_(meta.Unreported.Correct);
    }

    /// <summary>Where the training stands, beside its weights and moments.</summary>
    public CheckpointMeta Meta() => new(
        Step, Curriculum.Progress, new UnreportedMeasures(loss.item<float>(), seen.Programs, correct.item<long>(), seen.Answers));

    /// <summary>Makes one update.</summary>
    public void Advance()
    {
        var spec = preset.Training;
        if (preset.Model.Dropout > 0)
        {
            _ = random.manual_seed((long)(dropoutSeed.Split(Step).Value >> 1));
        }

        stepped.Parameters.Round();
        var stepSeed = batchSeed.Split(Step);
        var choice = stepSeed.Split("stage").Stream();
        var stage = Curriculum.Draw(ref choice);
        var queries = stepSeed.Split("queries");
        var part = spec.BatchAt(Step) / spec.Workers;
        var (gradient, tally) = workers.Run(worker =>
        {
            var programs = source.Programs(Step, stage, worker * part, part);
            return BatchBuilder.Build(programs, spec.Objective, stage.MaximumHops, queries, worker * part, preset.Data.Unseen);
        });
        using var owned = gradient;
        using var measured = tally;
        Optimizer.Clip(gradient);
        var matrixRate = spec.Optimizer.Muon is { } muon ? (spec.LearningRate with { Peak = muon.Peak }).At(Step, spec.Steps) : 0;
        Optimizer.Step(gradient, spec.LearningRate.At(Step, spec.Steps), Step, matrixRate);
        if (Curriculum.FollowsProgress)
        {
            Curriculum.Observe(stage, tally.Accuracy());
        }

        loss.add_(tally.Loss);
        correct.add_(tally.Correct);
        seen = (seen.Programs + tally.Programs, seen.Answers + tally.Answers);
        Step++;
        if (Step == spec.Steps)
        {
            Optimizer.TakeAverage();
        }
    }

    /// <summary>What the steps since the last call measured; zeros where there were none.</summary>
    public TrainingMeasures TakeMeasures()
    {
        using var scope = NewDisposeScope();
        var (programs, answers) = seen;
        var rate = Step == 0 ? 0 : preset.Training.LearningRate.At(Step - 1, preset.Training.Steps);
        var measures = programs == 0
            ? new TrainingMeasures(Step, 0, 0, rate)
            : new TrainingMeasures(Step, loss.item<float>() / programs, (double)correct.item<long>() / answers, rate);
        loss.zero_();
        correct.zero_();
        seen = default;
        return measures;
    }

    public void Dispose()
    {
        stepped.Dispose();
        Model.Dispose();
        Optimizer.Dispose();
        loss.Dispose();
        correct.Dispose();
    }
}
