namespace Bindscope.Analysis.Cumulative;

/// <summary>When a part of the circuit began to work.</summary>
/// <param name="Part">Number of the part in the circuit, 0-based.</param>
/// <param name="After">The last checkpoint before; null where it works from the first on.</param>
/// <param name="Step">The first checkpoint from which its effect stays at half of the last checkpoint's or above.</param>
/// <param name="Low">The same by the upper ends of the intervals.</param>
/// <param name="High">The same by the lower ends; null where the last checkpoint's interval is too wide.</param>
public sealed record PartEmergence(int Part, int? After, int Step, int Low, int? High);
