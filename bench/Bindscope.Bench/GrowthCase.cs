namespace Bindscope.Bench;

/// <summary>Something of one size, to be timed among others of other sizes.</summary>
/// <param name="Run">What is timed.</param>
/// <param name="Work">How much there is to do, in any unit that all sizes share.</param>
/// <param name="Bytes">The memory that it takes, or the size of what it gives.</param>
internal sealed record GrowthCase(Action Run, double Work, double Bytes);
