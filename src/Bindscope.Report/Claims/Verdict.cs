namespace Bindscope.Report.Claims;

/// <summary>What a run says about a claim of the paper, by the claim's stated criterion.</summary>
public enum Verdict
{
    /// <summary>All findings lie, with their whole intervals, inside what the criterion asks for.</summary>
    Reproduced,

    /// <summary>A finding lies, with its whole interval, outside.</summary>
    Differs,

    /// <summary>An interval reaches over the criterion's edge: more programs would tell.</summary>
    Undecided,

    /// <summary>
    /// What was measured cannot tell: the training itself brings it about, or a model without what is claimed meets the criterion as well.
    /// </summary>
    NotTestable,

    /// <summary>The analysis is not there.</summary>
    NotTested,
}
