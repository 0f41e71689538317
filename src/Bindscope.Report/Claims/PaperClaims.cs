using System.Collections.Immutable;
using Bindscope.Report.Evidence;

namespace Bindscope.Report.Claims;

/// <summary>Every claim of Wu, Geiger and Millière (ICML 2025) that a run can be held against, in the paper's order.</summary>
/// <remarks>
/// Criteria are equivalence tests: a claim is reproduced when the whole 95 % interval lies where the criterion wants it, differs when none
/// of it does, and is undecided in between. Where the paper states a number for one model only, the band around it is our choice, wide
/// enough for another size of model, and stands beside each verdict. Several claims are tested at once, so one in twenty intervals misses.
/// </remarks>
internal static class PaperClaims
{
    internal static ImmutableArray<Claim> Of(RunEvidence run) =>
    [
        .. BehaviourClaims.Of(run),
        .. RouteClaims.Of(run),
        .. HeadClaims.Of(run),
        .. DevelopmentClaims.Of(run),
        .. SubspaceClaims.Of(run),
        .. GeneralisationClaims.Of(run),
        .. ProbeClaims.Of(run),
    ];
}
