using System.Collections.Immutable;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Training.Batches;

/// <summary>Which stage of a curriculum the next step trains on: a function of (seed, step) and of the progress kept in
/// checkpoints.</summary>
internal sealed class Curriculum
{
    /// <summary>Weight of the newest step in the running accuracy: about the last 50 steps count.</summary>
    private const double Newest = 0.02;

    private readonly ImmutableArray<Stage> stages;

    /// <summary>A curriculum at some progress.</summary>
    /// <param name="stages">The stages; empty means the task alone.</param>
    /// <param name="task">The task, whose other settings every stage shares.</param>
    /// <param name="progress">Where it stands.</param>
    public Curriculum(ImmutableArray<Stage> stages, GeneratorSpec task, CurriculumProgress progress)
    {
        this.stages = stages.IsEmpty ? [new Stage(task.Lines, task.MaximumHops)] : stages;
        Progress = progress;
        Pass();
    }

    /// <summary>Stage and running accuracy; what a checkpoint keeps.</summary>
    public CurriculumProgress Progress { get; private set; }

    /// <summary>Whether the progress decides anything, so that each step's accuracy must be read.</summary>
    public bool FollowsProgress => stages.Length > 1;

    /// <summary>The stage that a step draws from: the current one, or now and then the one before it.</summary>
    /// <param name="random">The step's own stream.</param>
    public Stage Draw(ref RandomStream random)
    {
        var stage = stages[Progress.Stage];
        var review = stage.Review * Math.Min(1, 2 * (1 - Progress.Accuracy));
        return random.NextDouble() < review ? stages[Progress.Stage - 1] : stage;
    }

    /// <summary>Takes note of a step's accuracy; steps of review do not count.</summary>
    /// <param name="stage">What the step was drawn from.</param>
    /// <param name="accuracy">Share of its answers that were right, 0 to 1.</param>
    public void Observe(Stage stage, double accuracy)
    {
        if (stage == stages[Progress.Stage])
        {
            Progress = Progress with { Accuracy = Progress.Accuracy + Newest * (accuracy - Progress.Accuracy) };
            Pass();
        }
    }

    private void Pass()
    {
        while (Progress.Stage < stages.Length - 1 && Progress.Accuracy >= stages[Progress.Stage].Until)
        {
            Progress = new CurriculumProgress(Progress.Stage + 1, 0);
        }
    }
}
