using System.Collections.Immutable;
using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Seeds;

/// <summary>One run's curve and boundaries.</summary>
/// <param name="Name">The run.</param>
/// <param name="Seed">What its training was seeded with.</param>
/// <param name="Phases">Its phases in order.</param>
/// <param name="Boundaries">Where they begin and end.</param>
/// <param name="Plateau">Accuracy in the heuristic phase; null where there is none.</param>
/// <param name="PlateauFirstTwoConstants">Share of predictions there that are one of the first two constants.</param>
/// <param name="Final">Accuracy at the last evaluation.</param>
/// <param name="Steps">Steps of its evaluations.</param>
/// <param name="Accuracy">Accuracy at each.</param>
public sealed record SeedRun(
    string Name,
    ulong Seed,
    ImmutableArray<PhaseKind> Phases,
    ImmutableArray<RunBoundary> Boundaries,
    Proportion? Plateau,
    double? PlateauFirstTwoConstants,
    Proportion Final,
    ImmutableArray<long> Steps,
    ImmutableArray<double> Accuracy);
