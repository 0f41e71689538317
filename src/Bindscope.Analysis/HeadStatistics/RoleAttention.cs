using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>Mean weight with which one token of the digit's way looks at another.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="From">The token that is looked at.</param>
/// <param name="To">The token that looks.</param>
/// <param name="Weight">0 to 1.</param>
public sealed record RoleAttention(int Hops, TokenRole From, TokenRole To, double Weight);
