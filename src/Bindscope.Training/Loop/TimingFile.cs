using System.Text;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Runs;

namespace Bindscope.Training.Loop;

/// <summary>Measures a training's pace and keeps it in timing.jsonl, apart from metrics.jsonl because it never repeats.</summary>
internal sealed class TimingFile(string runDirectory, TimeProvider time, int firstStep)
{
    private readonly string path = Path.Combine(runDirectory, TimingLine.FileName);
    private readonly long start = time.GetTimestamp();

    /// <summary>Adds a line: the step, the step that this process began at, seconds since then, steps per second.</summary>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public void Append(int step, int steps)
    {
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var rate = Progress(step, steps, null).StepsPerSecond;
        var line = JsonSerializer.Serialize(new TimingLine(step, firstStep, Math.Round(seconds, 2), Math.Round(rate, 2)), JsonSerializerOptions.Web) + "\n";
        try
        {
            using var file = Disk.OpenToAppend(path);
            SeekBehindLastWholeLine(file);
            file.Write(Encoding.ASCII.GetBytes(line));
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw new UserException(
                $"{path} cannot be written: {FileProblem.Of(e).Reason}",
                "free some space or correct the permissions, then use --resume", 3, e);
        }
    }

    public TrainingProgress Progress(int step, int steps, Evaluation? evaluation)
    {
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var done = step - firstStep;
        return done == 0 || seconds <= 0
            ? new TrainingProgress(step, steps, 0, null, evaluation)
            : new TrainingProgress(step, steps, done / seconds, TimeSpan.FromSeconds(seconds / done * (steps - step)), evaluation);
    }

    /// <summary>A line that a killed process left half written is dropped.</summary>
    private static void SeekBehindLastWholeLine(FileStream file)
    {
        for (var end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n')
            {
                file.SetLength(end);
                return;
            }
        }

        file.SetLength(0);
    }
}
