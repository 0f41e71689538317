using System.Collections.Immutable;

namespace Bindscope.Analysis.Cumulative;

/// <summary>Whether the circuit was built on the heuristic: plain data, as <c>analyses/cumulative/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The last checkpoint.</param>
/// <param name="Programs">Programs whose answers are counted.</param>
/// <param name="Early">What is left of the early route at the last checkpoint; null where the programs do not tell.</param>
/// <param name="Origin">Where the heuristic's parts come from.</param>
/// <param name="HeuristicCheckpoint">The checkpoint they come from; null where there are none.</param>
/// <param name="Heuristic">The heuristic's parts, strongest first.</param>
/// <param name="Circuit">The circuit's parts, strongest first.</param>
/// <param name="Shared">How many parts both have.</param>
/// <param name="Ablations">By step, ablation, method and answer line.</param>
/// <param name="Effects">The circuit's parts at every checkpoint.</param>
/// <param name="Order">When each of them began to work, earliest first.</param>
/// <param name="Transplants">By step, block and direction.</param>
public sealed record CumulativeResult(
    int Format,
    int Checkpoint,
    int Programs,
    EarlyRoute? Early,
    RouteOrigin Origin,
    int? HeuristicCheckpoint,
    ImmutableArray<RoutePart> Heuristic,
    ImmutableArray<RoutePart> Circuit,
    int Shared,
    ImmutableArray<AblationAccuracy> Ablations,
    ImmutableArray<PartEffect> Effects,
    ImmutableArray<PartEmergence> Order,
    ImmutableArray<TransplantAccuracy> Transplants)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
