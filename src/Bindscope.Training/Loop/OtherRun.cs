using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Training.Loop;

/// <summary>Trainings that begin with another run's checkpoint: with its weights alone, or past its end with all of it.</summary>
public static class OtherRun
{
    /// <summary>A preset whose weights begin as those of a checkpoint; all else begins anew.</summary>
    /// <param name="other">The other run.</param>
    /// <param name="step">Its checkpoint.</param>
    /// <param name="preset">What is to be trained.</param>
    /// <exception cref="UserException">The checkpoint is missing or damaged, or its model has another shape: every field that differs is named.</exception>
    public static Preset From(Run other, int step, Preset preset)
    {
        RequireSameShape(other, preset.Model);
        _ = other.LoadModel(step);
        return With(preset, new TrainingOrigin(other.Directory, step, other.Checkpoints.WeightsChecksum(step), OriginKind.Weights));
    }

    /// <summary>A preset that goes on past the end of a finished run.</summary>
    /// <param name="finished">The run.</param>
    /// <param name="added">Steps to add, 1 or more.</param>
    /// <exception cref="UserException">The run is not finished, has no moments or averaged weights at its end, or the number is wrong.</exception>
    public static Preset Extended(Run finished, int added)
    {
        TrainingSpec training = finished.Preset.Training;
        if (added < 1 || training.Steps > int.MaxValue - added)
        {
            throw new UserException($"--extend is {added}; it must be 1 or more", "give the number of steps to add");
        }

        if (!finished.IsFinished)
        {
            throw new UserException(
                $"{finished.Directory} is not finished, so there is no end to go on from",
                $"finish it with `bindscope train --resume --run {ShellWord.Of(finished.Directory)}`");
        }

        if (training.AverageFrom < 1)
        {
            throw new UserException(
                $"{finished.Directory} ends with averaged weights (training.averageFrom is {training.AverageFrom}), to which its moments do not belong",
                "begin a new training with these weights: --from without --extend");
        }

        if (finished.Checkpoints.NewestResumable() != training.Steps)
        {
            throw new UserException(
                $"the last checkpoint of {finished.Directory} has no moments, as in packed runs",
                "pack with --resumable to keep them; or begin a new training with these weights: --from without --extend");
        }

        TrainingSpec longer = training.WithSteps(training.Steps + added);
        LearningRateSpec rate = longer.LearningRate;
        return With(
            finished.Preset with { Training = longer with { LearningRate = rate with { WarmupSteps = Math.Min(rate.WarmupSteps, added) } } },
            new TrainingOrigin(finished.Directory, training.Steps, finished.Checkpoints.WeightsChecksum(training.Steps), OriginKind.End));
    }

    /// <summary>Makes the run that goes on: a folder with all that the other one measured and kept, which is then taken up as any other.</summary>
    /// <param name="finished">The other run.</param>
    /// <param name="directory">A folder that does not exist yet.</param>
    /// <param name="preset">A preset of <see cref="Extended"/>.</param>
    /// <exception cref="UserException">The folder exists, or a file cannot be read or written; nothing is left then.</exception>
    public static Run Create(Run finished, string directory, Preset preset)
    {
        using WholeFolder folder = WholeFolder.New(directory);
        try
        {
            Run.WriteSpec(folder.Part, preset);
            var copy = Run.Open(folder.Part);
            foreach (string file in new[] { MetricsFile.Name, RunEnvironments.FileName, FloorsFile.Name }
                .Where(file => File.Exists(Path.Combine(finished.Directory, file))))
            {
                Disk.Copy(Path.Combine(finished.Directory, file), Path.Combine(folder.Part, file));
            }

            foreach (int step in finished.Checkpoints.Steps())
            {
                finished.Checkpoints.CopyTo(step, finished.Preset.Model, copy.Checkpoints);
            }

            folder.Commit();
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            throw folder.Explained(failure);
        }

        return Run.Open(directory);
    }

    /// <summary>The weights that a training begins with.</summary>
    /// <param name="origin">Where they are.</param>
    /// <param name="spec">The shape of the model that is trained.</param>
    /// <exception cref="UserException">The other run is gone, or its checkpoint is another one now.</exception>
    internal static Transformer Weights(TrainingOrigin origin, ModelSpec spec)
    {
        var other = Run.Open(origin.Run);
        RequireSameShape(other, spec);
        Transformer model = other.LoadModel(origin.Step);
        return other.Checkpoints.WeightsChecksum(origin.Step) == origin.Weights
            ? model
            : throw new UserException(
                $"{other.Checkpoints.Folder(origin.Step)} holds other weights now than those that this training was to begin with",
                "bring the run back as it was, or begin another training with --from", 3);
    }

    private static Preset With(Preset preset, TrainingOrigin origin) =>
        (preset with { Training = preset.Training with { Origin = origin } }).Validated();

    private static void RequireSameShape(Run other, ModelSpec spec)
    {
        ModelSpec there = other.Preset.Model;
        (string Field, object There, object Here)[] fields =
        [
            ("layers", there.Layers, spec.Layers),
            ("heads", there.Heads, spec.Heads),
            ("headWidth", there.HeadWidth, spec.HeadWidth),
            ("width", there.Width, spec.Width),
            ("mlpWidth", there.MlpWidth, spec.MlpWidth),
            ("vocabulary", there.Vocabulary, spec.Vocabulary),
            ("biases", there.Biases, spec.Biases),
            ("ropeBase", there.RopeBase, spec.RopeBase),
        ];
        string[] differing =
        [
            .. fields.Where(one => !one.There.Equals(one.Here))
                .Select(one => FormattableString.Invariant($"model.{one.Field} is {one.There} there and {one.Here} here")),
        ];
        if (differing.Length > 0)
        {
            throw new UserException(
                $"the weights of {other.Directory} do not fit this model: {string.Join(", ", differing)}",
                "leave --preset out to train with that run's own fields, or give them with --set");
        }
    }
}
