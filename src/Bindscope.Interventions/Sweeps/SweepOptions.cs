namespace Bindscope.Interventions.Sweeps;

/// <summary>How a sweep is run; nothing here changes its result beyond rounding.</summary>
/// <param name="Workers">Threads, 1 or more. Each uses one core.</param>
/// <param name="MemoryBytes">What the sweep may hold at once, beside model and result; rows are taken in blocks that fit.</param>
/// <param name="NoOps">What is done with cells that provably change nothing.</param>
public sealed record SweepOptions(int Workers = 1, long MemoryBytes = 256L << 20, NoOpRule NoOps = NoOpRule.Skip);
