using Bindscope.Analysis.Roles;
using Bindscope.Model;

namespace Bindscope.Analysis.Patching;

/// <summary>One place where a sweep patches: a site, a head where the kind has heads, and a token by its role.</summary>
/// <param name="Site">The site.</param>
/// <param name="Head">1-based; 0 for all heads, and for kinds that have none.</param>
/// <param name="Role">The token.</param>
public readonly record struct PatchCell(Site Site, int Head, TokenRole Role);
