using Bindscope.Runs;
using Bindscope.Runs.TensorBoard;
using Bindscope.Training.Loop;

namespace Bindscope.Cli.Verbs;

/// <summary>Passes a training's evaluations on to TensorBoard, into a file that is opened with the first of them.</summary>
/// <param name="folder">The folder for event files; null to write none.</param>
/// <param name="metrics">The run's metrics.jsonl.</param>
/// <param name="time">Where the events' wall-clock times come from.</param>
/// <remarks>
/// Where a training is taken up, the new file begins with all earlier evaluations. An event may be lacking of the process that was killed before,
/// between its checkpoint and the event; and all are where it was asked for none.
/// </remarks>
internal sealed class TrainingEvents(string? folder, string metrics, TimeProvider time) : IDisposable
{
    private TensorBoardWriter? writer;

    /// <summary>Takes note of a step.</summary>
    public void Show(TrainingProgress progress)
    {
        if (folder is null || progress.Evaluation is not { } evaluation)
        {
            return;
        }

        writer ??= Begin(folder, evaluation.Step);
        writer.Write(evaluation);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => writer?.Dispose();

    private TensorBoardWriter Begin(string into, long step)
    {
        Evaluation[] earlier = [.. MetricsFile.Read(metrics).Evaluations.Where(evaluation => evaluation.Step < step)];
        var begun = TensorBoardWriter.Open(into, earlier is [var first, ..] ? first.Step : step, time);
        foreach (Evaluation evaluation in earlier)
        {
            begun.Write(evaluation);
        }

        return begun;
    }
}
