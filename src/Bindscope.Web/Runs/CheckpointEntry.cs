namespace Bindscope.Web.Runs;

/// <summary>A checkpoint of a run.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Accuracy">Accuracy of the evaluation at that step; null where there was none.</param>
/// <param name="Checksums">Whether its files are tied to each other by checksums, so that exchanged or edited ones are noticed.</param>
internal sealed record CheckpointEntry(int Step, double? Accuracy, bool Checksums);
