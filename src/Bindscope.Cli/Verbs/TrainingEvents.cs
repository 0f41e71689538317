using Bindscope.Training.Loop;
using Bindscope.Training.Runs.TensorBoard;

namespace Bindscope.Cli.Verbs;

/// <summary>Passes a training's evaluations on to TensorBoard, into a file that is opened with the first of them.</summary>
/// <param name="folder">The folder for event files; null to write none.</param>
/// <param name="time">Where the events' wall-clock times come from.</param>
internal sealed class TrainingEvents(string? folder, TimeProvider time) : IDisposable
{
    private TensorBoardWriter? writer;

    /// <summary>Takes note of a step.</summary>
    public void Show(TrainingProgress progress)
    {
        if (folder is not null && progress.Evaluation is { } evaluation)
        {
            writer ??= TensorBoardWriter.Open(folder, evaluation.Step, time);
            writer.Write(evaluation);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => writer?.Dispose();
}
