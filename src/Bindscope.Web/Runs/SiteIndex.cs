using System.Collections.Immutable;

namespace Bindscope.Web.Runs;

/// <summary>What <c>site.json</c> says of the site.</summary>
/// <param name="Format">Version of the contract: <see cref="CurrentFormat"/>.</param>
/// <param name="Version">Bindscope's version.</param>
/// <param name="Live">Whether a server answers; false in an exported folder.</param>
/// <param name="Weights">Whether the folder holds the checkpoints' weights, so that its pages compute answers themselves.</param>
/// <param name="Limits">What the server does not go beyond.</param>
/// <param name="Runs">The runs.</param>
/// <param name="Problems">Runs that cannot be shown, and why, one sentence each.</param>
internal sealed record SiteIndex(
    int Format,
    string Version,
    bool Live,
    bool Weights,
    SiteLimits Limits,
    ImmutableArray<RunSummary> Runs,
    ImmutableArray<string> Problems)
{
    internal const int CurrentFormat = 1;
}
