namespace Bindscope.Analysis.Everything;

/// <summary>One analysis of a run, and what it cost.</summary>
/// <param name="Name">The command, such as <c>analyze lens</c>.</param>
/// <param name="Folder">Its folder under <c>analyses/</c>.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Seconds">Wall-clock time; 0 where it was fresh.</param>
/// <param name="PeakBytes">
/// The largest resident memory of the process while it ran; 0 where it was fresh, or where the machine does not tell.
/// </param>
/// <param name="Note">Why it was not possible; null otherwise.</param>
public sealed record AnalysisCost(string Name, string Folder, AnalysisOutcome Outcome, double Seconds, long PeakBytes, string? Note);
