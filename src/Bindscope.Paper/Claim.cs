using System.Collections.Immutable;

namespace Bindscope.Paper;

/// <summary>A claim of the paper and what the run says about it.</summary>
/// <param name="Id">Stable name, such as <c>line-1-heuristic</c>.</param>
/// <param name="Figure">The paper's figure, table or section.</param>
/// <param name="Statement">The claim, in one sentence.</param>
/// <param name="Rule">The criterion, in words.</param>
/// <param name="Findings">What was measured; empty where nothing was.</param>
/// <param name="Verdict">
/// Differs if a finding does; else undecided if a finding is; else reproduced, or not testable where a null model passes too.
/// </param>
/// <param name="Note">What the reader has to know beside it; empty for nothing.</param>
/// <param name="Command">Computes what is missing; null where nothing is.</param>
/// <param name="Nulls">What models without the thing claimed score; empty where there is no such model.</param>
/// <param name="Seeds">Trainings that the verdict speaks for, 1 or more.</param>
/// <param name="NoNull">Why no null model stands beside a claim that was tested, as a sentence; empty where one does.</param>
/// <param name="Over">What this and other seeds' trainings say together; null where the report is of one, and of a claim about several trainings.</param>
public sealed record Claim(
    string Id,
    string Figure,
    string Statement,
    string Rule,
    ImmutableArray<Finding> Findings,
    Verdict Verdict,
    string Note,
    string? Command,
    ImmutableArray<NullScore> Nulls,
    int Seeds = 1,
    string NoNull = "",
    OverSeeds? Over = null)
{
    /// <summary>What was measured, in a line.</summary>
    public string Seen() => string.Join("; ", Findings.Select(finding => finding.Observation));

    /// <summary>A verdict as people write it.</summary>
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.NotTested => "not tested",
        Verdict.NotTestable => "not testable",
        _ => verdict.ToString().ToLowerInvariant(),
    };

    /// <summary>A claim that was tested.</summary>
    internal static Claim Tested(string id, string figure, string statement, string rule, IEnumerable<Finding> findings, string note = "")
    {
        ImmutableArray<Finding> all = [.. findings];
        return new Claim(id, figure, statement, rule, all, Together(all), note, null, []);
    }

    /// <summary>The same claim, where what was measured cannot tell.</summary>
    /// <param name="reason">Why, as a sentence.</param>
    internal Claim NotTestable(string reason) => Verdict == Verdict.NotTested
        ? this
        : this with { Verdict = Verdict.NotTestable, Note = Joined(reason, Note) };

    /// <summary>The same claim beside null models: where one of them passes, it cannot be reproduced.</summary>
    internal Claim Beside(IEnumerable<NullScore> nulls)
    {
        ImmutableArray<NullScore> all = [.. nulls];
        Claim beside = this with { Nulls = all };
        return Verdict == Verdict.Reproduced && all.FirstOrDefault(score => score.Passes) is { } passing
            ? beside.NotTestable($"A model that {passing.Model} meets this criterion as well.")
            : beside;
    }

    /// <summary>The same claim, which no null model can be held against.</summary>
    /// <param name="why">As a sentence.</param>
    internal Claim WithoutNull(string why) => Verdict == Verdict.NotTested ? this : this with { NoNull = why };

    /// <summary>The same claim with one more thing to know.</summary>
    internal Claim Noting(string note) => this with { Note = Joined(Note, note) };

    /// <summary>A claim that this run says nothing about.</summary>
    internal static Claim Untested(string id, string figure, string statement, string rule, string note, string? command) =>
        new(id, figure, statement, rule, [], Verdict.NotTested, note, command, []);

    private static string Joined(params string[] sentences) => string.Join(" ", sentences.Where(sentence => sentence.Length > 0));

    private static Verdict Together(ImmutableArray<Finding> findings) =>
        findings.IsEmpty ? Verdict.NotTested
        : findings.Any(finding => finding.Verdict == Verdict.Differs) ? Verdict.Differs
        : findings.Any(finding => finding.Verdict == Verdict.Undecided) ? Verdict.Undecided
        : Verdict.Reproduced;
}

/// <summary>One thing that was measured or observed for a claim.</summary>
/// <param name="Label">What.</param>
/// <param name="Paper">What the paper states; empty where it states no number.</param>
/// <param name="Ours">The number; null for an observation.</param>
/// <param name="Observation">What was seen, in words; for a number, the number as text.</param>
/// <param name="Band">What is asked of the number; null for an observation.</param>
/// <param name="Verdict">What follows.</param>
public sealed record Finding(string Label, string Paper, Measure? Ours, string Observation, Band? Band, Verdict Verdict)
{
    /// <summary>A number that must lie in a band.</summary>
    internal static Finding Of(string label, string paper, Measure ours, Band band) =>
        new(label, paper, ours, ours.Text(), band, band.Judge(ours));

    /// <summary>Something that either is so or is not.</summary>
    internal static Finding Seen(string label, string paper, bool holds, string observation) =>
        new(label, paper, null, observation, null, holds ? Verdict.Reproduced : Verdict.Differs);
}

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
