using System.Globalization;
using Bindscope.Training.Runs;

namespace Bindscope.Training.Loop;

/// <summary>Measures a training's pace and keeps it in timing.jsonl, apart from metrics.jsonl because it never repeats.</summary>
internal sealed class TimingFile(string runDirectory, TimeProvider time, int firstStep)
{
    private readonly string path = Path.Combine(runDirectory, "timing.jsonl");
    private readonly long start = time.GetTimestamp();

    /// <summary>Adds a line: the step, seconds since this process began, steps per second.</summary>
    public void Append(int step, int steps)
    {
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var rate = Progress(step, steps, null).StepsPerSecond;
        File.AppendAllText(path, string.Create(
            CultureInfo.InvariantCulture, $"{{\"step\":{step},\"from\":{firstStep},\"seconds\":{seconds:0.00},\"stepsPerSecond\":{rate:0.00}}}\n"));
    }

    public TrainingProgress Progress(int step, int steps, Evaluation? evaluation)
    {
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var done = step - firstStep;
        return done == 0 || seconds <= 0
            ? new TrainingProgress(step, steps, 0, null, evaluation)
            : new TrainingProgress(step, steps, done / seconds, TimeSpan.FromSeconds(seconds / done * (steps - step)), evaluation);
    }
}
