using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Runs;

namespace Bindscope.Analysis.Patching;

/// <summary>What of a head is patched, on the command line: q, k, v, pattern, z or result, or any other name of these sites; result is null.</summary>
public sealed class HeadSiteForm : IFieldForm
{
    private static readonly ImmutableArray<SiteKind> Sites =
        [SiteKind.AttentionQ, SiteKind.AttentionK, SiteKind.AttentionV, SiteKind.AttentionPattern, SiteKind.AttentionZ, SiteKind.AttentionHead];

    /// <inheritdoc/>
    public object? Read(string text, Run run) => SiteKinds.TryParse(text, out SiteKind kind) && Sites.Contains(kind)
        ? kind == SiteKind.AttentionHead ? null : kind
        : throw new UserException($"'{text}' is no site of a head", $"write one of {string.Join(", ", Sites.Select(SiteKinds.AliasOf))}");

    /// <inheritdoc/>
    public string Write(object? value) => SiteKinds.AliasOf((SiteKind?)value ?? SiteKind.AttentionHead)!;

    /// <summary>Whether what is patched is of the token that is looked at, and not of the one that looks.</summary>
    internal static bool IsOfKey(SiteKind? site) => site is SiteKind.AttentionK or SiteKind.AttentionV;
}
