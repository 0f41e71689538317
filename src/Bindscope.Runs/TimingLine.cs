namespace Bindscope.Runs;

/// <summary>A training's pace: one line of a run's <c>timing.jsonl</c>.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="From">The step that the process began at.</param>
/// <param name="Seconds">Since then, to hundredths.</param>
/// <param name="StepsPerSecond">Since then, to hundredths.</param>
public sealed record TimingLine(int Step, int From, double Seconds, double StepsPerSecond)
{
    /// <summary>The file's name inside a run's folder.</summary>
    public const string FileName = "timing.jsonl";
}
