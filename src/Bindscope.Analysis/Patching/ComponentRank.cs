using System.Collections.Immutable;

namespace Bindscope.Analysis.Patching;

/// <summary>A head or an MLP, and where patching it matters most.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based; 0 for an MLP.</param>
/// <param name="Strongest">Where its effect is largest, over all tokens and hops.</param>
/// <param name="Serves">
/// The part of the route that it serves, in words: a head that writes the digit to the chain line of depth 2 makes the first hop.
/// </param>
/// <param name="ByRole">Its effect at every token in the programs with most hops that have it, strongest first.</param>
public sealed record ComponentRank(int Layer, int Head, RoleEffect Strongest, string Serves, ImmutableArray<RoleEffect> ByRole);
