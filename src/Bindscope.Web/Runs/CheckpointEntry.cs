namespace Bindscope.Web.Runs;

/// <summary>A checkpoint of a run.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Accuracy">Accuracy of the evaluation at that step; null where there was none.</param>
internal sealed record CheckpointEntry(int Step, double? Accuracy);
