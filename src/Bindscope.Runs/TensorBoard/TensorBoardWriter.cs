using System.Globalization;
using Bindscope.Errors;

namespace Bindscope.Runs.TensorBoard;

/// <summary>Writes a run's evaluations as an event file that TensorBoard shows.</summary>
/// <remarks>
/// Events carry wall-clock times, so these files are no part of what a resumed run reproduces byte for byte. A resumed run adds a file
/// of its own, which opens by declaring a new session from its first step on: TensorBoard then forgets what the interrupted run had
/// written from there on.
/// </remarks>
public sealed class TensorBoardWriter : IDisposable
{
    // Field numbers of tensorflow's event.proto and summary.proto.
    private const int EventWallTime = 1;
    private const int EventStep = 2;
    private const int EventFileVersion = 3;
    private const int EventSummary = 5;
    private const int EventSessionLog = 7;
    private const int SessionStatus = 1;
    private const int SessionStart = 1;
    private const int SummaryValue = 1;
    private const int ValueTag = 1;
    private const int ValueSimple = 2;

    private readonly FileStream file;
    private readonly TimeProvider time;

    private TensorBoardWriter(FileStream file, TimeProvider time)
    {
        this.file = file;
        this.time = time;
    }

    /// <summary>Starts an event file.</summary>
    /// <param name="folder">The folder that TensorBoard's <c>--logdir</c> names; made when it is not there.</param>
    /// <param name="firstStep">The step of the first evaluation that will be written.</param>
    /// <param name="time">Where wall-clock times come from.</param>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public static TensorBoardWriter Open(string folder, long firstStep, TimeProvider time)
    {
        // TensorBoard reads a folder's files in the order of their names.
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.{firstStep:D9}.bindscope");
        var path = Path.Combine(folder, name);
        try
        {
            Directory.CreateDirectory(folder);
            var writer = new TensorBoardWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read), time);
            writer.Append(writer.Event(0).Text(EventFileVersion, "brain.Event:2"));
            writer.Append(writer.Event(firstStep).Message(EventSessionLog, new ProtobufMessage().Integer(SessionStatus, SessionStart)));
            return writer;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, failure);
        }
    }

    /// <summary>Adds one evaluation's scalars and hands them to the operating system, so that TensorBoard sees them at once.</summary>
    /// <param name="evaluation">What was measured.</param>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public void Write(Evaluation evaluation)
    {
        var summary = new ProtobufMessage();
        foreach (var (tag, value) in EvaluationScalars.Of(evaluation))
        {
            summary.Message(SummaryValue, new ProtobufMessage().Text(ValueTag, tag).Single(ValueSimple, (float)value));
        }

        try
        {
            Append(Event(evaluation.Step).Message(EventSummary, summary));
        }
        catch (IOException failure)
        {
            throw CannotWrite(file.Name, failure);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private static UserException CannotWrite(string path, Exception failure) =>
        new($"{path}: TensorBoard's events cannot be written: {failure.Message}", "free some space, or train without them", 3, failure);

    private ProtobufMessage Event(long step)
    {
        var wallTime = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        return new ProtobufMessage().Double(EventWallTime, wallTime).Integer(EventStep, step);
    }

    private void Append(ProtobufMessage message)
    {
        file.Write(RecordFraming.Frame(message.ToArray()));
        file.Flush();
    }
}
