using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>Mean weight with which one token of the digit's way looks at another.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="From">The token that is looked at.</param>
/// <param name="To">The token that looks.</param>
/// <param name="Weight">0 to 1.</param>
/// <param name="Over">The same with its interval, over the programs in which the one token stands before the other.</param>
public sealed record RoleAttention(int Hops, TokenRole From, TokenRole To, double Weight, Estimate? Over = null);
