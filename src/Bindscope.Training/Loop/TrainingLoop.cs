using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Training.Batches;
using Bindscope.Training.Optimization;

namespace Bindscope.Training.Loop;

/// <summary>The steps of one training in memory: model, optimizer and curriculum at some step, and how to make the next.</summary>
/// <remarks>Everything random is a function of (seed, step), so that a training taken up from a checkpoint goes on bit for bit.</remarks>
internal sealed class TrainingLoop : IDisposable
{
    /// <summary>Programs of a clamped head's mean.</summary>
    private const int MeanPrograms = 256;

    private readonly Preset preset;

    private readonly IProgramSource source;
    private readonly IStepGradients gradients;
    private readonly Seed batchSeed;
    private readonly Seed dropoutSeed;
    private IClamp? clamp;
    private StepTally unreported;

    /// <summary>A training at its beginning.</summary>
    /// <param name="preset">A validated preset.</param>
    /// <param name="splits">The data.</param>
    /// <param name="device">Computes the gradients; null for the processor.</param>
    public TrainingLoop(Preset preset, ProgramSplits splits, IGradientDevice? device = null)
    {
        this.preset = preset;
        var seed = new Seed(preset.Training.Seed);
        Model = Transformer.Create(preset.Model, seed.Split("weights").Value);
        Optimizer = new FlatAdamW(
            Model.Parameters,
            preset.Training.Optimizer,
            preset.Training.AverageFrom < 1 ? (int)(preset.Training.AverageFrom * preset.Training.Steps) : int.MaxValue);
        Curriculum = new Curriculum(preset.Training.Curriculum, preset.Task, default);
        batchSeed = seed.Split("batches");
        dropoutSeed = seed.Split("dropout");
        source = preset.Training.Source == DataSource.Split
            ? new SplitSource(splits, preset.Training, seed.Split("order"))
            : new FreshSource(preset.Task, splits, seed.Split("programs"));
        gradients = device?.GradientsOf(Model, preset.Training.Precision)
            ?? new GradientWorkers(Model, preset.Training.Workers * preset.Training.Threads);
    }

    /// <summary>The model.</summary>
    public Transformer Model { get; }

    public FlatAdamW Optimizer { get; }

    public Curriculum Curriculum { get; private set; }

    /// <summary>Updates made.</summary>
    public int Step { get; private set; }

    /// <summary>What holds activations in an evaluation now, and in the next step; null for nothing.</summary>
    public IClamp? Clamp => preset.Training.Clamp is { } spec && spec.HoldsAt(Step, preset.Training.Steps)
        ? clamp ??= spec.Heads.IsEmpty ? new LineClamp(spec) : HeadsOf(spec, Copy(Model))
        : null;

    /// <summary>Takes up where a checkpoint was written; weights and moments have been read already.</summary>
    /// <param name="meta">Where the training stood.</param>
    /// <param name="whenClamped">The model at the first step of a clamp of heads, where that lies behind; null elsewhere.</param>
    public void GoOnFrom(CheckpointMeta meta, Transformer? whenClamped = null)
    {
        if (meta.Curriculum.Stage >= Math.Max(1, preset.Training.Curriculum.Length))
        {
            throw new UserException(
                $"the checkpoint of step {meta.Step} stands in stage {meta.Curriculum.Stage} "
                + $"of a curriculum of {preset.Training.Curriculum.Length}",
                "the checkpoint or spec.json comes from another run; bring back the files that belong together", 3);
        }

        Step = meta.Step;
        clamp = whenClamped is null ? null : HeadsOf(preset.Training.Clamp!, whenClamped);
        Curriculum = new Curriculum(preset.Training.Curriculum, preset.Task, meta.Curriculum);
        unreported = new StepTally(
            meta.Unreported.Loss, meta.Unreported.Correct, meta.Unreported.Answers, meta.Unreported.Programs);
    }

    /// <summary>Where the training stands, beside its weights and moments.</summary>
    public CheckpointMeta Meta() => new(
        Step,
        Curriculum.Progress,
        new UnreportedMeasures(unreported.Loss, unreported.Programs, unreported.Correct, unreported.Answers));

    /// <summary>Makes one update.</summary>
    public void Advance()
    {
        var spec = preset.Training;
        var stepSeed = batchSeed.Split(Step);
        var choice = stepSeed.Split("stage").Stream();
        var stage = Curriculum.Draw(ref choice);
        var queries = stepSeed.Split("queries");
        if (gradients is GradientWorkers onProcessor)
        {
            onProcessor.Clamp = Clamp;
        }

        var tally = gradients.Run(
            spec.BatchAt(Step),
            (from, count) => BatchBuilder.Build(
                source.Programs(Step, stage, from, count), spec.Objective, stage.MaximumHops, queries, from, preset.Data.Unseen),
            dropoutSeed.Split(Step).Value);
        Optimizer.Clip(gradients.Gradient);
        var matrixRate = spec.Optimizer.Muon is { } muon ? spec.RateAt(Step, muon.Peak) : 0;
        Optimizer.Step(gradients.Gradient, spec.RateAt(Step), Step, matrixRate);
        if (Curriculum.FollowsProgress)
        {
            Curriculum.Observe(stage, tally.Accuracy);
        }

        unreported += tally;
        Step++;
        if (Step == spec.Steps)
        {
            Optimizer.TakeAverage();
        }
    }

    /// <summary>What the steps since the last call measured; zeros where there were none.</summary>
    public TrainingMeasures TakeMeasures()
    {
        var rate = Step == 0 ? 0 : preset.Training.RateAt(Step - 1);
        var measures = unreported.Programs == 0
            ? new TrainingMeasures(Step, 0, 0, rate)
            : new TrainingMeasures(Step, unreported.MeanLoss, unreported.Accuracy, rate);
        unreported = default;
        return measures;
    }

    public void Dispose() => gradients.Dispose();

    /// <summary>A clamp of heads, whose means are over programs of the task as training draws them at its first step, whatever the curriculum is at.</summary>
    private HeadClamp HeadsOf(Clamp spec, Transformer then) => new(
        spec, then, source.Programs(spec.FirstStep(preset.Training.Steps), new Stage(preset.Task.Lines, preset.Task.MaximumHops), 0, MeanPrograms));

    private static Transformer Copy(Transformer model)
    {
        var copy = Transformer.Create(model.Spec, 0);
        copy.Parameters.WriteAll(model.Parameters.Flat);
        return copy;
    }
}

/// <summary>What a step, or a part of it, measured.</summary>
/// <param name="Loss">Loss summed over programs.</param>
/// <param name="Correct">Answers that were right.</param>
/// <param name="Answers">Answers asked for.</param>
/// <param name="Programs">Programs.</param>
internal readonly record struct StepTally(double Loss, long Correct, long Answers, long Programs)
{
    /// <summary>Loss for one program, averaged.</summary>
    public double MeanLoss => Loss / Programs;

    /// <summary>Share of the answers that were right.</summary>
    public double Accuracy => (double)Correct / Answers;

    public static StepTally operator +(StepTally a, StepTally b) =>
        new(a.Loss + b.Loss, a.Correct + b.Correct, a.Answers + b.Answers, a.Programs + b.Programs);
}

/// <summary>What training itself measured, to stand beside an evaluation.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="Loss">Mean loss for one program since the evaluation before; 0 at step 0.</param>
/// <param name="Accuracy">Share of training answers that were right since the evaluation before.</param>
/// <param name="LearningRate">The rate of the last update.</param>
public readonly record struct TrainingMeasures(int Step, double Loss, double Accuracy, double LearningRate);
