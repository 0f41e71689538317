namespace Bindscope.Web.Trainings;

/// <summary>What was begun or stopped.</summary>
/// <param name="Run">The run's name.</param>
internal sealed record TrainingAnswer(string Run);
