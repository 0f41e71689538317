using System.Collections.Immutable;

namespace Bindscope.Web.Live;

/// <summary>Patches in one program, all in one forward pass.</summary>
/// <param name="Program">The base program's text.</param>
/// <param name="Interventions">The places, 1 or more.</param>
/// <param name="Source">The source program's text; null for the default counterfactual.</param>
internal sealed record PatchRequest(string Program, ImmutableArray<PatchPlace> Interventions, string? Source = null);
