namespace Bindscope.Web.Runs;

/// <summary>The runs that there are at a moment, and what stands in the way of others.</summary>
internal sealed record RunListing(IReadOnlyList<RunEntry> Runs, IReadOnlyList<string> Problems);
