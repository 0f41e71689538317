using System.Collections.Immutable;

namespace Bindscope.Analysis.Seeds;

/// <summary>Several runs side by side: plain data, as <c>analyses/seeds/result.json</c> of the first run holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Runs">In the order given.</param>
/// <param name="Spread">How far each boundary varies.</param>
/// <param name="Curve">Accuracy over the runs, at the steps that all of them have.</param>
/// <param name="AllThreePhases">Runs that go through chance, heuristic and solved, in this order.</param>
public sealed record SeedsResult(
    int Format, ImmutableArray<SeedRun> Runs, ImmutableArray<BoundarySpread> Spread, ImmutableArray<CurvePoint> Curve, int AllThreePhases)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
