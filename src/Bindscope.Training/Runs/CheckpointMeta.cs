using Bindscope.Training.Batches;
using Bindscope.Training.Presets;

namespace Bindscope.Training.Runs;

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
