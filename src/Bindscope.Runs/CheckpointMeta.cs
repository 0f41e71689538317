using System.Security.Cryptography;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Runs.Presets;

namespace Bindscope.Runs;

/// <summary>What a checkpoint's meta.json holds: where the training stands beside its weights and moments.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="Curriculum">Stage and running accuracy.</param>
/// <param name="Unreported">What training measured since the last evaluation.</param>
/// <param name="Checksums">What ties the checkpoint's files to each other and to spec.json; null in checkpoints that are older than it.</param>
public sealed record CheckpointMeta(
    int Step, CurriculumProgress Curriculum, UnreportedMeasures Unreported, [property: MayBeMissing] CheckpointChecksums? Checksums = null)
{
    /// <summary>Lists what cannot be true of any checkpoint.</summary>
    /// <returns>One phrase per problem; empty when the record is consistent.</returns>
    public IReadOnlyList<string> Problems()
    {
        (bool Holds, string Otherwise)[] rules =
        [
            (Curriculum.Stage >= 0, "curriculum.stage is negative"),
            (Curriculum.Accuracy is >= 0 and <= 1, "curriculum.accuracy is outside 0 to 1"),
            (double.IsFinite(Unreported.Loss) && Unreported.Loss >= 0, "unreported.loss is negative or not a finite number"),
            (Unreported.Programs >= 0, "unreported.programs is negative"),
            (Unreported.Correct >= 0 && Unreported.Correct <= Unreported.Answers, "unreported.correct is outside 0 to answers"),
        ];
        return [.. rules.Where(rule => !rule.Holds).Select(rule => rule.Otherwise)];
    }
}

/// <summary>Where a curriculum stands.</summary>
/// <param name="Stage">0-based index of the current stage.</param>
/// <param name="Accuracy">Running accuracy on the current stage's training programs, 0 to 1; 0 when the stage begins.</param>
public readonly record struct CurriculumProgress(int Stage, double Accuracy);

/// <summary>
/// What ties a checkpoint's files to each other, to their step and to the run: the SHA-256 of each whole file, headers included, in hexadecimal.
/// Weights of one step in another's folder, or a spec.json that was edited, would otherwise only make results a little wrong.
/// </summary>
/// <param name="Spec">Of the run's spec.json.</param>
/// <param name="Weights">Of weights.safetensors.</param>
/// <param name="Moments">Of optimizer.safetensors, as it was written; null where a packed run left it out. The file goes when it is no longer
/// among the newest.</param>
public sealed record CheckpointChecksums(string Spec, string Weights, string? Moments)
{
    /// <summary>The checksums of a checkpoint that is being written.</summary>
    /// <param name="specPath">The run's spec.json.</param>
    /// <param name="weightsPath">The weights, whole.</param>
    /// <param name="momentsPath">The moments, whole, or where they would be.</param>
    internal static CheckpointChecksums Of(string specPath, string weightsPath, string momentsPath) =>
        new(OfFile(specPath), OfFile(weightsPath), File.Exists(momentsPath) ? OfFile(momentsPath) : null);

    /// <summary>Refuses weights that are not those of the checkpoint, and a spec.json that is not the run's.</summary>
    /// <exception cref="UserException">One of the two was changed or exchanged.</exception>
    internal void RequireWeights(string specPath, string weightsPath)
    {
        if (OfFile(specPath) != Spec)
        {
            throw new UserException(
                $"{specPath} is not the one that the checkpoint in {Path.GetDirectoryName(weightsPath)} was trained with: its checksum differs",
                "bring back the spec.json that the run was started with; for other settings train a new run",
                3,
                new InvalidDataException("another spec.json"));
        }

        RequireFile(weightsPath, Weights);
    }

    /// <summary>Refuses moments that are not those of the checkpoint.</summary>
    /// <exception cref="UserException">They were changed or exchanged.</exception>
    internal void RequireMoments(string momentsPath)
    {
        if (Moments is { } written)
        {
            RequireFile(momentsPath, written);
        }
    }

    private static void RequireFile(string path, string written)
    {
        if (OfFile(path) != written)
        {
            throw new UserException(
                $"{path} is not what this checkpoint's meta.json was written with: its checksum differs",
                "copy the checkpoint's whole folder again, or take another checkpoint",
                3);
        }
    }

    /// <summary>The SHA-256 of a whole file, in hexadecimal.</summary>
    /// <exception cref="UserException">It cannot be read.</exception>
    internal static string OfFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception unreadable) when (FileProblem.Is(unreadable))
        {
            (string reason, string hint) = FileProblem.Of(unreadable);
            throw new UserException($"{path}: {reason}", hint, 3, unreadable);
        }
    }
}
