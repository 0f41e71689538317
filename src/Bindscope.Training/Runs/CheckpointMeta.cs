using Bindscope.Training.Batches;

namespace Bindscope.Training.Runs;

/// <summary>What a checkpoint's meta.json holds: where the training stands beside its weights and moments.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="Curriculum">Stage and running accuracy.</param>
/// <param name="Unreported">What training measured since the last evaluation.</param>
public sealed record CheckpointMeta(int Step, CurriculumProgress Curriculum, UnreportedMeasures Unreported);
