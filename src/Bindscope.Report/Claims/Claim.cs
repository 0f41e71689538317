using System.Collections.Immutable;

namespace Bindscope.Report.Claims;

/// <summary>A claim of the paper and what the run says about it.</summary>
/// <param name="Id">Stable name, such as <c>line-1-heuristic</c>.</param>
/// <param name="Figure">The paper's figure, table or section.</param>
/// <param name="Statement">The claim, in one sentence.</param>
/// <param name="Rule">The criterion, in words.</param>
/// <param name="Findings">What was measured; empty where nothing was.</param>
/// <param name="Verdict">Differs if a finding does; else undecided if a finding is; else reproduced.</param>
/// <param name="Note">What the reader has to know beside it; empty for nothing.</param>
/// <param name="Command">Computes what is missing; null where nothing is.</param>
public sealed record Claim(
    string Id,
    string Figure,
    string Statement,
    string Rule,
    ImmutableArray<Finding> Findings,
    Verdict Verdict,
    string Note,
    string? Command)
{
    /// <summary>A claim that was tested.</summary>
    internal static Claim Tested(string id, string figure, string statement, string rule, IEnumerable<Finding> findings, string note = "")
    {
        ImmutableArray<Finding> all = [.. findings];
        return new Claim(id, figure, statement, rule, all, Together(all), note, null);
    }

    /// <summary>A claim that this run says nothing about.</summary>
    internal static Claim Untested(string id, string figure, string statement, string rule, string note, string? command) =>
        new(id, figure, statement, rule, [], Verdict.NotTested, note, command);

    private static Verdict Together(ImmutableArray<Finding> findings) =>
        findings.IsEmpty ? Verdict.NotTested
        : findings.Any(finding => finding.Verdict == Verdict.Differs) ? Verdict.Differs
        : findings.Any(finding => finding.Verdict == Verdict.Undecided) ? Verdict.Undecided
        : Verdict.Reproduced;
}
