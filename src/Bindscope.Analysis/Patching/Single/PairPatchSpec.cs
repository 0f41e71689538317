using System.Text.Json.Serialization;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Model;

namespace Bindscope.Analysis.Patching.Single;

/// <summary>One patch in one program.</summary>
/// <param name="Site">The site, as <see cref="Model.Site.Parse"/> reads it: <c>residual.in:3</c>.</param>
/// <param name="Head">1-based; 0 for all heads, and for kinds that have none.</param>
/// <param name="Role">The token.</param>
public sealed record PairPatchSpec(string Site, int Head, TokenRole Role)
{
    /// <summary>The site.</summary>
    /// <exception cref="UserException">It is no site.</exception>
    [JsonIgnore]
    public Site Place => Model.Site.Parse(Site);
}
