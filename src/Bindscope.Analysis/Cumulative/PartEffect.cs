using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.Cumulative;

/// <summary>Whether a part of the last checkpoint's circuit already works at a checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Part">Number of the part in the circuit, 0-based.</param>
/// <param name="Effect">As in <see cref="RoutePart.Effect"/>, patched from the same checkpoint's own source run, on the same programs.</param>
/// <param name="Success">Share of the programs whose answer becomes the source's.</param>
public sealed record PartEffect(int Step, int Part, Estimate Effect, Proportion Success);
