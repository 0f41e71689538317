namespace Bindscope.Web.Trainings;

/// <summary>How a job stands, in words.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Stage">What is done, or was done last.</param>
/// <param name="State">How it stands.</param>
/// <param name="Message">The last line that its command said; null where it said none, or says it to the terminal.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
/// <param name="Hint">What to do about it; null where there is nothing to say.</param>
internal sealed record DeskJobState(string Run, DeskStage Stage, DeskState State, string? Message, string? Error, string? Hint);
