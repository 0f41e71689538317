namespace Bindscope.Interventions.Sweeps;

/// <summary>How far a sweep is.</summary>
/// <param name="Done">Pairs of cell and row that are done.</param>
/// <param name="Total">All of them.</param>
public readonly record struct SweepProgress(long Done, long Total);
