namespace Bindscope.Report.Claims;

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
