using System.Collections.Immutable;

namespace Bindscope.Analysis.Cumulative;

/// <summary>The routes' parts, strongest first.</summary>
/// <param name="Early">What is left of the early route at the last checkpoint; null where the programs do not tell.</param>
/// <param name="Origin">Where the heuristic's parts come from.</param>
/// <param name="HeuristicCheckpoint">The checkpoint they come from; null where there are none.</param>
/// <param name="Heuristic">The heuristic's parts.</param>
/// <param name="Circuit">The last checkpoint's circuit, from programs with the answer after line 2.</param>
internal sealed record Routes(
    EarlyRoute? Early, RouteOrigin Origin, int? HeuristicCheckpoint, ImmutableArray<RoutePart> Heuristic, ImmutableArray<RoutePart> Circuit);
