using System.Collections.Immutable;

namespace Bindscope.Analysis.Live;

/// <summary>What the checkpoints of a run answer to one program.</summary>
/// <param name="Program">The program's text.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Checkpoints">By step.</param>
public sealed record TrainingLogits(string Program, int Answer, int Layers, ImmutableArray<CheckpointLogits> Checkpoints);
