namespace Bindscope.Training.Runs;

/// <summary>A place where a run went on with something else than before: its bytes may differ from there on.</summary>
/// <param name="Step">Updates made before it.</param>
/// <param name="Environment">What it went on with.</param>
public sealed record ResumedEnvironment(int Step, RunEnvironment Environment);
