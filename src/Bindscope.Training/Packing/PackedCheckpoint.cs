using Bindscope.Model.Weights;

namespace Bindscope.Training.Packing;

/// <summary>A checkpoint as it was packed.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Precision">Bits of its weights.</param>
/// <param name="Programs">Programs whose predictions were compared; 0 where nothing was rounded.</param>
/// <param name="Changed">Predictions that rounding changed among them; the comparison ends at the first thousand that holds one.</param>
public sealed record PackedCheckpoint(int Step, WeightPrecision Precision, int Programs, int Changed);
