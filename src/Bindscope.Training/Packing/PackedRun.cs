using System.Collections.Immutable;

namespace Bindscope.Training.Packing;

/// <summary>What packed.json holds: what a packed run lacks of the run that it was made from.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Of">Checkpoints that the run had.</param>
/// <param name="Checkpoints">Those that were kept, by step.</param>
public sealed record PackedRun(int Format, int Of, ImmutableArray<PackedCheckpoint> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The file's name in the run's folder.</summary>
    public const string FileName = "packed.json";
}
