namespace Bindscope.Analysis.Seeds;

/// <summary>How far a boundary varies over runs.</summary>
/// <param name="Boundary">The boundary.</param>
/// <param name="Runs">Runs that have it.</param>
/// <param name="Of">Runs in all.</param>
/// <param name="Earliest">Its earliest step; null where no run has it, like the rest.</param>
/// <param name="Median">The median.</param>
/// <param name="Latest">Its latest step.</param>
/// <param name="Mean">Geometric mean of the steps.</param>
/// <param name="Low">Lower end of the mean's 95 % interval (Student's t on logarithms); null for a single run.</param>
/// <param name="High">Upper end.</param>
public sealed record BoundarySpread(
    Boundary Boundary, int Runs, int Of, long? Earliest, double? Median, long? Latest, double? Mean, double? Low, double? High);
