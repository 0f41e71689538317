using System.Collections.Immutable;
using Bindscope.Model.Weights;

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

/// <summary>A checkpoint as it was packed.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Precision">Bits of its weights.</param>
/// <param name="Programs">Programs whose predictions were compared; 0 where nothing was rounded.</param>
/// <param name="Changed">Predictions that rounding changed among them; the comparison ends at the first thousand that holds one.</param>
public sealed record PackedCheckpoint(int Step, WeightPrecision Precision, int Programs, int Changed);
